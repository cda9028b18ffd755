import {
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type AssignedItem, type Assignment, allDone } from "../../core/assignment.ts";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import {
  type AssignmentKey,
  annotatorPk,
  assignmentFromRow,
  assignmentRowKey,
  assignmentSk,
  assignmentToRow,
  itemsAttribute,
  setOf,
} from "./assignment-row.ts";
import { assignmentUpdate } from "./assignment-update.ts";
import { S } from "./row.ts";

export type { AssignmentKey } from "./assignment-row.ts";

/** What became of some items of an assignment, and whose work that was. */
export interface Finished {
  readonly done: readonly ItemId[];
  /** Those of them that were given back. */
  readonly released?: readonly ItemId[];
  /** The tokens under which the lease was re-armed for it. */
  readonly tokens?: readonly string[];
}

/** Assignments, kept under their annotator. While one is open it stands in the index of leases, where reconcile looks. */
export const assignments = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;

  const update = assignmentUpdate({ table, config });

  const close = (key: AssignmentKey): Promise<Assignment | undefined> =>
    update(key, {
      ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(unsettled)",
      UpdateExpression: "SET #state = :closed REMOVE lk, ls",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":closed": S("closed") },
    });

  return {
    /** Puts it with its lease: before any claim is asked for, so that every claim is listed by an assignment (I4). */
    async open(assignment: Assignment): Promise<void> {
      await table.send(new PutItemCommand({ TableName, Item: assignmentToRow(assignment) }));
    },

    /** Hers by its key: somebody else's is not found. */
    async find(key: AssignmentKey): Promise<Assignment | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: assignmentRowKey(key), ConsistentRead: true }),
      );
      return Item && assignmentFromRow(Item);
    },

    /** Hers in one project, newest first, from before `before` on. `before` comes back while there may be more. */
    async newestFirst(
      annotatorId: AnnotatorId,
      projectId: ProjectId,
      { before, limit }: { readonly before?: AssignmentId | undefined; readonly limit: number },
    ): Promise<{ readonly found: readonly Assignment[]; readonly before?: AssignmentId }> {
      const { Items = [], LastEvaluatedKey } = await table.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: limit,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          ExpressionAttributeValues: {
            ":pk": annotatorPk(annotatorId),
            ":from": assignmentSk(projectId, ""),
            // A ULID before this one in the alphabet: BETWEEN takes both ends in.
            ":to": assignmentSk(projectId, before ? justBefore(before) : "~"),
          },
        }),
      );
      const found = Items.map(assignmentFromRow);
      const last = found.at(-1)?.assignmentId;
      return { found, ...(LastEvaluatedKey && last && { before: last }) };
    },

    /** All of hers in one project, a page at a time. */
    async *all(annotatorId: AnnotatorId, projectId: ProjectId): AsyncGenerator<readonly Assignment[]> {
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": annotatorPk(annotatorId), ":prefix": assignmentSk(projectId, "") },
        },
      );
      for await (const { Items = [] } of pages) yield Items.map(assignmentFromRow);
    },

    /** After claims were lost: it holds only what was won. With nothing won it is closed. */
    async narrow(assignment: Assignment, won: readonly AssignedItem[]): Promise<void> {
      await update(assignment, {
        ConditionExpression: "attribute_exists(pk)",
        UpdateExpression: won.length > 0 ? "SET #items = :won" : "SET #items = :won, #state = :closed REMOVE lk, ls",
        ExpressionAttributeNames: { "#items": "items", ...(won.length === 0 && { "#state": "state" }) },
        ExpressionAttributeValues: {
          ":won": itemsAttribute(won),
          ...(won.length === 0 && { ":closed": S("closed") }),
        },
      });
    },

    /**
     * Marks items as done, only after their header has taken it in. The write that makes it complete also closes it,
     * unless somebody else's token stands. `read` may be old: `done` only grows.
     */
    async finish(read: Assignment, { done, released = [], tokens = [] }: Finished): Promise<void> {
      const sets = { done: setOf(done), released: setOf(released), unsettled: setOf(tokens) };
      if (!sets.done && !sets.unsettled) return;
      const mark: Pick<UpdateItemCommandInput, "ExpressionAttributeNames" | "ExpressionAttributeValues"> = {
        ...(sets.done && { ExpressionAttributeNames: { "#done": "done" } }),
        ExpressionAttributeValues: {
          ...(sets.done && { ":done": sets.done }),
          ...(sets.released && { ":released": sets.released }),
          ...(sets.unsettled && { ":tokens": sets.unsettled }),
        },
      };
      const adds = [sets.done && "#done :done", sets.released && "released :released"].filter(Boolean);
      const marking = [
        adds.length > 0 && `ADD ${adds.join(", ")}`,
        sets.unsettled && "DELETE unsettled :tokens",
      ].filter(Boolean);

      const isLast = allDone({ items: read.items, done: [...read.done, ...done] });
      if (isLast && tokens.length === 0 && read.unsettled.length === 0) {
        const closed = await update(read, {
          ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(unsettled)",
          UpdateExpression: ["SET #state = :closed", ...marking, "REMOVE lk, ls"].join(" "),
          ExpressionAttributeNames: { ...mark.ExpressionAttributeNames, "#state": "state" },
          ExpressionAttributeValues: { ...mark.ExpressionAttributeValues, ":closed": S("closed") },
        });
        if (closed) return;
      }
      const marked = await update(read, {
        ConditionExpression: "attribute_exists(pk)",
        UpdateExpression: marking.join(" "),
        ...mark,
      });
      if (marked && marked.state === "open" && allDone(marked) && marked.unsettled.length === 0) await close(read);
    },
  };
};

/** The greatest text below a ULID that no ULID at or above it can reach: its last letter lowered, then all that may follow. */
const justBefore = (assignmentId: AssignmentId): string => {
  const last = assignmentId.charCodeAt(assignmentId.length - 1);
  return `${assignmentId.slice(0, -1)}${String.fromCharCode(last - 1)}~`;
};
