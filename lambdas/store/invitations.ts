import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import { ROLES, type Role } from "../../core/membership.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { idOf, N, numberOf, oneOf, type Row, S, textOf } from "./row.ts";
import { INDEX } from "./table.ts";

export const INVITATION_MS = 7 * 24 * 60 * 60_000;

/** What the link leads to. A reset is for one person whose sign-in exists. */
export type InvitationPurpose =
  | { readonly kind: "member"; readonly projectId: ProjectId; readonly roles: readonly Role[] }
  | { readonly kind: "vendor" }
  | {
      readonly kind: "reset";
      readonly projectId: ProjectId;
      readonly personId: AnnotatorId;
      readonly signInName: string;
    };

/**
 * A single-use link. The secret is known to its bearer alone: the row is found by its hash, which is also the
 * invitation's id. `accepting`: spent by `by`, who may finish what a crash cut; nobody else can use it any more.
 */
export type Invitation = InvitationPurpose & {
  readonly invitationId: string;
  readonly note?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly state: "open" | "accepting" | "spent" | "revoked";
  readonly by?: string;
  readonly acceptedAtMs?: number;
};

const key = (invitationId: string) => ({ pk: S(`INV#${invitationId}`), sk: S("META") });

const listKey = (invitation: InvitationPurpose): string =>
  invitation.kind === "member" ? `INV#${invitation.projectId}` : `INV#${invitation.kind}`;

const toRow = (invitation: Invitation): Row => ({
  ...key(invitation.invitationId),
  ik: S(listKey(invitation)),
  is: S(invitation.invitationId),
  invitationId: S(invitation.invitationId),
  kind: S(invitation.kind),
  state: S(invitation.state),
  createdAtMs: N(invitation.createdAtMs),
  expiresAtMs: N(invitation.expiresAtMs),
  ...(invitation.note && { note: S(invitation.note) }),
  ...("projectId" in invitation && { projectId: S(invitation.projectId) }),
  ...("roles" in invitation && { roles: { SS: [...invitation.roles] } }),
  ...("personId" in invitation && { personId: S(invitation.personId), signInName: S(invitation.signInName) }),
});

const purposeOf = (row: Row): InvitationPurpose => {
  const kind = oneOf(row, "kind", ["member", "vendor", "reset"]);
  if (kind === "vendor") return { kind };
  const projectId = idOf<ProjectId>(row, "projectId");
  if (kind === "member") return { kind, projectId, roles: ROLES.filter((role) => row["roles"]?.SS?.includes(role)) };
  return { kind, projectId, personId: idOf<AnnotatorId>(row, "personId"), signInName: textOf(row, "signInName") };
};

const fromRow = (row: Row): Invitation => ({
  ...purposeOf(row),
  invitationId: textOf(row, "invitationId"),
  createdAtMs: numberOf(row, "createdAtMs"),
  expiresAtMs: numberOf(row, "expiresAtMs"),
  state: oneOf(row, "state", ["open", "accepting", "spent", "revoked"]),
  ...(row["note"] && { note: textOf(row, "note") }),
  ...(row["by"] && { by: textOf(row, "by") }),
  ...(row["acceptedAtMs"] && { acceptedAtMs: numberOf(row, "acceptedAtMs") }),
});

/** Links to sign up, to join and to set a new password. They hold names (whose reset, for whom), so they are with the persons. */
export const invitations = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.PEOPLE_TABLE;

  const find = async (invitationId: string): Promise<Invitation | undefined> => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(invitationId), ConsistentRead: true }));
    return Item && fromRow(Item);
  };

  /** One conditional change of state; false when the row was not in the state that it needs. */
  const move = async (
    invitationId: string,
    change: Pick<
      ConstructorParameters<typeof UpdateItemCommand>[0],
      "ConditionExpression" | "UpdateExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
    >,
  ): Promise<boolean> => {
    try {
      await table.send(new UpdateItemCommand({ TableName, Key: key(invitationId), ...change }));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return false;
    }
  };

  return {
    find,

    /** Its id was made a moment ago: a row that is there is this one, by an attempt whose answer the SDK did not get. */
    async create(invitation: Invitation): Promise<void> {
      await putOnce(table, TableName, toRow(invitation));
    },

    /** Spends an open link for `by`. The same one again succeeds, so that what a crash cut can be finished. */
    accept: (invitationId: string, by: string, nowMs: number): Promise<boolean> =>
      move(invitationId, {
        ConditionExpression: "expiresAtMs > :now AND (#state = :open OR (#state = :accepting AND #by = :by))",
        UpdateExpression: "SET #state = :accepting, #by = :by, acceptedAtMs = if_not_exists(acceptedAtMs, :now)",
        ExpressionAttributeNames: { "#state": "state", "#by": "by" },
        ExpressionAttributeValues: { ":open": S("open"), ":accepting": S("accepting"), ":by": S(by), ":now": N(nowMs) },
      }),

    /** Opens it again for anybody, when nothing came of the acceptance (name taken, password refused). */
    giveBack: (invitationId: string, by: string): Promise<boolean> =>
      move(invitationId, {
        ConditionExpression: "#state = :accepting AND #by = :by",
        UpdateExpression: "SET #state = :open REMOVE #by, acceptedAtMs",
        ExpressionAttributeNames: { "#state": "state", "#by": "by" },
        ExpressionAttributeValues: { ":open": S("open"), ":accepting": S("accepting"), ":by": S(by) },
      }),

    /** Ends it after everything that it leads to is done. */
    finish: (invitationId: string, by: string): Promise<boolean> =>
      move(invitationId, {
        ConditionExpression: "#state = :accepting AND #by = :by",
        UpdateExpression: "SET #state = :spent",
        ExpressionAttributeNames: { "#state": "state", "#by": "by" },
        ExpressionAttributeValues: { ":accepting": S("accepting"), ":spent": S("spent"), ":by": S(by) },
      }),

    /** Makes the link useless; one that is used up stays so. */
    revoke: (invitationId: string): Promise<boolean> =>
      move(invitationId, {
        ConditionExpression: "#state = :open OR #state = :accepting",
        UpdateExpression: "SET #state = :revoked",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":open": S("open"), ":accepting": S("accepting"), ":revoked": S("revoked") },
      }),

    /** Links into a project, of every state: ids from the index, rows read strongly. */
    async ofProject(projectId: ProjectId): Promise<readonly Invitation[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          IndexName: INDEX.inverted.name,
          KeyConditionExpression: "ik = :ik",
          ExpressionAttributeValues: { ":ik": S(`INV#${projectId}`) },
        },
      );
      const ids: string[] = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map((row) => textOf(row, "is")));
      const rows = await Promise.all(ids.map(find));
      return rows.filter((row) => row !== undefined);
    },

    /**
     * Links that somebody used, and those that were made for her. Reads all there are: persons and links are few, and
     * no request waits for it.
     */
    async ofPerson(personId: AnnotatorId, signInName: string | undefined): Promise<readonly string[]> {
      const pages = paginateScan(
        { client: table },
        {
          TableName,
          ConsistentRead: true,
          FilterExpression: "begins_with(pk, :links) AND (personId = :id OR #by = :id OR #by = :name)",
          ProjectionExpression: "pk",
          ExpressionAttributeNames: { "#by": "by" },
          ExpressionAttributeValues: { ":links": S("INV#"), ":id": S(personId), ":name": S(signInName ?? personId) },
        },
      );
      const found: string[] = [];
      for await (const { Items = [] } of pages)
        found.push(...Items.map((row) => textOf(row, "pk").slice("INV#".length)));
      return found;
    },

    /** A link that is used up leads nowhere: without its row it leads nowhere either. */
    async remove(invitationId: string): Promise<void> {
      await table.send(new DeleteItemCommand({ TableName, Key: key(invitationId) }));
    },
  };
};
