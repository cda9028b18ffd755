import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { AssignedItem, Assignment } from "../../core/assignment.ts";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import { J, jsonOf, N, numberOf, oneOf, type Row, S } from "./row.ts";
import { SHARDS } from "./table.ts";

export type AssignmentKey = Pick<Assignment, "annotatorId" | "projectId" | "assignmentId">;

export const annotatorPk = (annotatorId: AnnotatorId): AttributeValue => S(`AN#${annotatorId}`);
export const assignmentSk = (projectId: ProjectId, assignmentId: string): AttributeValue =>
  S(`AS#${projectId}#${assignmentId}`);

export const assignmentRowKey = ({ annotatorId, projectId, assignmentId }: AssignmentKey) => ({
  pk: annotatorPk(annotatorId),
  sk: assignmentSk(projectId, assignmentId),
});

/** The key of an assignment from the key of its row: all that an index has of it. */
export const assignmentKeyOf = (row: Row): AssignmentKey => {
  const [, annotatorId = ""] = (row["pk"]?.S ?? "").split("#");
  const [, projectId = "", assignmentId = ""] = (row["sk"]?.S ?? "").split("#");
  return {
    annotatorId: annotatorId as AnnotatorId,
    projectId: projectId as ProjectId,
    assignmentId: assignmentId as AssignmentId,
  };
};

const ULID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const LEASE_SHARDS: readonly string[] = Array.from({ length: SHARDS.leases }, (_, shard) => shard.toString(16));
const leaseShardOf = (assignmentId: AssignmentId): string =>
  (ULID_LETTERS.indexOf(assignmentId.slice(-1)) % SHARDS.leases).toString(16);

/** Key of a shard in the index of leases, and the time part that its entries sort by. */
export const leaseKey = (shard: string): AttributeValue => S(`LX#${shard}`);
export const leaseTime = (leaseUntilMs: number): string => new Date(leaseUntilMs).toISOString();

/** While an assignment is open its row carries these; reconcile finds it by them. */
export const leaseKeys = (assignmentId: AssignmentId, leaseUntilMs: number) => ({
  lk: leaseKey(leaseShardOf(assignmentId)),
  ls: S(`${leaseTime(leaseUntilMs)}#${assignmentId}`),
});

/** A set attribute; the table knows no empty set, so an empty one is absent. */
export const setOf = (texts: readonly string[]): AttributeValue | undefined =>
  texts.length > 0 ? { SS: [...texts] } : undefined;

export const itemsAttribute = (items: readonly AssignedItem[]): AttributeValue => ({
  L: items.map(({ itemId, round, gold }) => S(`${itemId}#${round}${gold ? "#gold" : ""}`)),
});

const assignedItem = ({ S: text = "" }: AttributeValue): AssignedItem => {
  const [itemId = "", round, gold] = text.split("#");
  return { itemId: itemId as ItemId, round: Number(round), ...(gold !== undefined && { gold: true }) };
};

export const assignmentToRow = (assignment: Assignment): Row => {
  const { assignmentId, done, released, unsettled, leaseUntilMs } = assignment;
  const sets = { done: setOf(done), released: setOf(released), unsettled: setOf(unsettled) };
  return {
    ...assignmentRowKey(assignment),
    ...(assignment.state === "open" && leaseKeys(assignmentId, leaseUntilMs)),
    items: itemsAttribute(assignment.items),
    ...(sets.done && { done: sets.done }),
    ...(sets.released && { released: sets.released }),
    ...(sets.unsettled && { unsettled: sets.unsettled }),
    state: S(assignment.state),
    leaseUntilMs: N(leaseUntilMs),
    firstLeaseUntilMs: N(assignment.firstLeaseUntilMs),
    ontologyVersion: N(assignment.ontologyVersion),
    instructionsVersion: N(assignment.instructionsVersion),
    pay: J(assignment.pay),
    createdAtMs: N(assignment.createdAtMs),
  };
};

export const assignmentFromRow = (row: Row): Assignment => ({
  ...assignmentKeyOf(row),
  items: (row["items"]?.L ?? []).map(assignedItem),
  done: (row["done"]?.SS ?? []) as ItemId[],
  released: (row["released"]?.SS ?? []) as ItemId[],
  unsettled: row["unsettled"]?.SS ?? [],
  state: oneOf(row, "state", ["open", "closed"]),
  leaseUntilMs: numberOf(row, "leaseUntilMs"),
  firstLeaseUntilMs: numberOf(row, "firstLeaseUntilMs"),
  ontologyVersion: numberOf(row, "ontologyVersion"),
  instructionsVersion: numberOf(row, "instructionsVersion"),
  pay: jsonOf<Assignment["pay"]>(row, "pay"),
  createdAtMs: numberOf(row, "createdAtMs"),
});
