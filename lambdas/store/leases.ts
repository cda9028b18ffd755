import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Assignment } from "../../core/assignment.ts";
import type { Deps } from "../deps.ts";
import { type AssignmentKey, assignmentKeyOf, leaseKey, leaseKeys, leaseTime, setOf } from "./assignment-row.ts";
import { assignmentUpdate } from "./assignment-update.ts";
import type { Finished } from "./assignments.ts";
import { N, S, textOf } from "./row.ts";
import { INDEX } from "./table.ts";

/** The token of a release among the unsettled: only reconcile takes it away. */
const RELEASE = "release";

/** The time part of assignments: how long they are held, and the index in which reconcile finds those that have ended. */
export const leases = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const update = assignmentUpdate({ table, config });

  return {
    /** Moves an open lease, if it is still the one that was read. */
    async extend(
      read: Assignment,
      { leaseUntilMs, firstLeaseUntilMs }: Pick<Assignment, "leaseUntilMs" | "firstLeaseUntilMs">,
    ): Promise<"extended" | "changed-meanwhile"> {
      const { ls } = leaseKeys(read.assignmentId, leaseUntilMs);
      const after = await update(read, {
        ConditionExpression: "#state = :open AND leaseUntilMs = :read",
        UpdateExpression: "SET leaseUntilMs = :until, firstLeaseUntilMs = :first, ls = :ls",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: {
          ":open": S("open"),
          ":read": N(read.leaseUntilMs),
          ":until": N(leaseUntilMs),
          ":first": N(firstLeaseUntilMs),
          ":ls": ls,
        },
      });
      return after ? "extended" : "changed-meanwhile";
    },

    /**
     * Puts it back where reconcile looks, with a token for what is about to be written. Until the token is taken away,
     * or reconcile comes, nothing closes it: not even another submit that finishes its last item meanwhile.
     */
    async rearm(
      read: Assignment,
      { token, leaseUntilMs }: { readonly token: string; readonly leaseUntilMs: number },
    ): Promise<void> {
      const untilMs = Math.max(read.leaseUntilMs, leaseUntilMs);
      const { lk, ls } = leaseKeys(read.assignmentId, untilMs);
      await update(read, {
        ConditionExpression: "attribute_exists(pk)",
        UpdateExpression: "SET #state = :open, leaseUntilMs = :until, lk = :lk, ls = :ls ADD unsettled :token",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: {
          ":open": S("open"),
          ":until": N(untilMs),
          ":lk": lk,
          ":ls": ls,
          ":token": { SS: [token] },
        },
      });
    },

    /** Ends the lease now, before claims are dropped: reconcile looks once more after its grace, and then closes it. */
    async startRelease(read: Assignment, nowMs: number): Promise<"started" | "closed-already"> {
      const untilMs = Math.min(read.leaseUntilMs, nowMs);
      const after = await update(read, {
        ConditionExpression: "#state = :open",
        UpdateExpression: "SET leaseUntilMs = :until, ls = :ls ADD unsettled :token",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: {
          ":open": S("open"),
          ":until": N(untilMs),
          ":ls": leaseKeys(read.assignmentId, untilMs).ls,
          ":token": { SS: [RELEASE] },
        },
      });
      return after ? "started" : "closed-already";
    },

    /** Closes one that reconcile has been through, if its lease is still the one that was read. */
    async closeOverdue(
      read: Assignment,
      { done, released = [] }: Pick<Finished, "done" | "released">,
    ): Promise<"closed" | "changed-meanwhile"> {
      const sets = { done: setOf(done), released: setOf(released) };
      const adds = [sets.done && "#done :done", sets.released && "released :released"].filter(Boolean);
      const closed = await update(read, {
        ConditionExpression: "#state = :open AND leaseUntilMs = :read",
        UpdateExpression: [
          "SET #state = :closed",
          ...(adds.length > 0 ? [`ADD ${adds.join(", ")}`] : []),
          "REMOVE lk, ls, unsettled",
        ].join(" "),
        ExpressionAttributeNames: { "#state": "state", ...(sets.done && { "#done": "done" }) },
        ExpressionAttributeValues: {
          ":open": S("open"),
          ":closed": S("closed"),
          ":read": N(read.leaseUntilMs),
          ...(sets.done && { ":done": sets.done }),
          ...(sets.released && { ":released": sets.released }),
        },
      });
      return closed ? "closed" : "changed-meanwhile";
    },

    /** Keys of open assignments of one shard whose lease ended before, oldest first; from the index, so read the row. */
    async endedBefore(
      shard: string,
      beforeMs: number,
      { after, limit }: { readonly after?: string | undefined; readonly limit: number },
    ): Promise<readonly { readonly key: AssignmentKey; readonly ls: string }[]> {
      const { Items = [] } = await table.send(
        new QueryCommand({
          TableName,
          IndexName: INDEX.leases.name,
          Limit: limit,
          KeyConditionExpression: "lk = :lk AND ls BETWEEN :after AND :before",
          ExpressionAttributeValues: {
            ":lk": leaseKey(shard),
            ":after": S(after ? `${after}!` : "!"),
            ":before": S(leaseTime(beforeMs)),
          },
        }),
      );
      return Items.map((row) => ({ key: assignmentKeyOf(row), ls: textOf(row, "ls") }));
    },
  };
};
