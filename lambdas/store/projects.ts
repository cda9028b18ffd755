import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import { PROJECT_STATES, type Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { idOf, J, jsonOf, N, numberOf, oneOf, type Row, S } from "./row.ts";
import { INDEX } from "./table.ts";

const key = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("META") });

/** What conditions and other functions look at stands in attributes; the rest in one JSON text. */
const toRow = (project: Project): Row => {
  const { projectId, state, ver, epoch, ...settings } = project;
  return {
    ...key(projectId),
    ik: S("PRJ#ALL"),
    is: S(projectId),
    projectId: S(projectId),
    state: S(state),
    ver: N(ver),
    epoch: N(epoch),
    settings: J(settings),
  };
};

/** What rows say that were written before it could be chosen. */
const AT_FIRST: Pick<Project, "confidenceTarget" | "proposalsFirst"> = {
  confidenceTarget: "majority",
  proposalsFirst: true,
};

const fromRow = (row: Row): Project => ({
  ...AT_FIRST,
  ...jsonOf<Omit<Project, "projectId" | "state" | "ver" | "epoch">>(row, "settings"),
  projectId: idOf<ProjectId>(row, "projectId"),
  state: oneOf(row, "state", PROJECT_STATES),
  ver: numberOf(row, "ver"),
  epoch: numberOf(row, "epoch"),
});

/** Projects: one row each, changed whole, by whoever read it last. */
export const projects = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Read strongly: assign and submit decide by it. */
    async find(projectId: ProjectId): Promise<Project | undefined> {
      const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead: true }));
      return Item && fromRow(Item);
    },

    async create(project: Project): Promise<void> {
      await table.send(
        new PutItemCommand({ TableName, Item: toRow(project), ConditionExpression: "attribute_not_exists(pk)" }),
      );
    },

    /** Writes the next version of the row, if it is still the one that was read. */
    async replace(project: Project, readVer: number): Promise<"replaced" | "changed-meanwhile"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow({ ...project, ver: readVer + 1 }),
            ConditionExpression: "ver = :read",
            ExpressionAttributeValues: { ":read": N(readVer) },
          }),
        );
        return "replaced";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "changed-meanwhile";
      }
    },

    /** Ids of all projects, for schedules and the operator. A new one may be missing for a moment. */
    async ids(): Promise<readonly ProjectId[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          IndexName: INDEX.inverted.name,
          KeyConditionExpression: "ik = :all",
          ExpressionAttributeValues: { ":all": S("PRJ#ALL") },
        },
      );
      const ids: ProjectId[] = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map((row) => idOf<ProjectId>(row, "is")));
      return ids;
    },
  };
};
