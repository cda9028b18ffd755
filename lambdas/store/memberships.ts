import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import { type Membership, ROLES, type Role } from "../../core/membership.ts";
import type { Deps } from "../deps.ts";
import { idOf, N, numberOf, oneOf, type Row, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";
import { INDEX } from "./table.ts";

const key = (personId: AnnotatorId, projectId: ProjectId) => ({ pk: S(`AN#${personId}`), sk: S(`MB#${projectId}`) });

const toRow = (membership: Membership): Row => ({
  ...key(membership.personId, membership.projectId),
  ik: S(`MB#${membership.projectId}`),
  is: S(membership.personId),
  projectId: S(membership.projectId),
  personId: S(membership.personId),
  roles: { SS: [...membership.roles] },
  state: S(membership.state),
  joinedAtMs: N(membership.joinedAtMs),
});

const fromRow = (row: Row): Membership => ({
  projectId: idOf<ProjectId>(row, "projectId"),
  personId: idOf<AnnotatorId>(row, "personId"),
  roles: ROLES.filter((role) => row["roles"]?.SS?.includes(role)),
  state: oneOf(row, "state", ["active", "left"]),
  joinedAtMs: numberOf(row, "joinedAtMs"),
});

/** Who is in which project, and as what. Read strongly at each request: a change counts at once. */
export const memberships = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;

  const find = async (personId: AnnotatorId, projectId: ProjectId): Promise<Membership | undefined> => {
    const { Item } = await table.send(
      new GetItemCommand({ TableName, Key: key(personId, projectId), ConsistentRead: true }),
    );
    return Item && fromRow(Item);
  };

  return {
    find,

    /** Adds somebody, or brings somebody back who had left. Joining twice keeps the first. */
    async join(membership: Membership): Promise<"joined" | "member-already"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow(membership),
            ConditionExpression: "attribute_not_exists(pk) OR #state = :left",
            ExpressionAttributeNames: { "#state": "state" },
            ExpressionAttributeValues: { ":left": S("left") },
          }),
        );
        return "joined";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "member-already";
      }
    },

    /** Sets roles or state of a row that is there. */
    async change(
      personId: AnnotatorId,
      projectId: ProjectId,
      { roles, state }: { readonly roles: readonly Role[]; readonly state: Membership["state"] },
    ): Promise<Membership | "not-a-member"> {
      try {
        const { Attributes } = await table.send(
          new UpdateItemCommand({
            TableName,
            Key: key(personId, projectId),
            ConditionExpression: "attribute_exists(pk)",
            UpdateExpression: "SET #state = :state, #roles = :roles",
            ExpressionAttributeNames: { "#state": "state", "#roles": "roles" },
            ExpressionAttributeValues: { ":state": S(state), ":roles": { SS: [...roles] } },
            ReturnValues: "ALL_NEW",
          }),
        );
        return fromRow(Attributes ?? {});
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "not-a-member";
      }
    },

    /** All projects of a person, those she left included. */
    async ofPerson(personId: AnnotatorId): Promise<readonly Membership[]> {
      return (await rowsUnder(table, { TableName, pk: S(`AN#${personId}`), prefix: "MB#" })).map(fromRow);
    },

    /** All members of a project: ids from the index, rows read strongly. */
    async ofProject(projectId: ProjectId): Promise<readonly Membership[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          IndexName: INDEX.inverted.name,
          KeyConditionExpression: "ik = :ik",
          ExpressionAttributeValues: { ":ik": S(`MB#${projectId}`) },
        },
      );
      const ids: AnnotatorId[] = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map((row) => idOf<AnnotatorId>(row, "is")));
      const rows = await Promise.all(ids.map((personId) => find(personId, projectId)));
      return rows.filter((row) => row !== undefined);
    },
  };
};
