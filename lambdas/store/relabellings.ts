import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { Relabelling } from "../../core/relabelling.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { J, jsonOf, N, numberOf, oneOf, type Row, S } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const STATES = ["looking", "ready", "asking", "asked"] as const;

const key = (projectId: ProjectId, planId: string) => ({ pk: S(`PR#${projectId}`), sk: S(`PL#${planId}`) });

const toRow = ({ state, bucketsDone, affected, asked, accepted, ...planned }: Relabelling): Row => ({
  ...key(planned.projectId, planned.planId),
  planned: J(planned),
  state: S(state),
  bucketsDone: N(bucketsDone),
  affected: N(affected),
  asked: N(asked),
  ...(accepted && { accepted: J(accepted) }),
});

const fromRow = (row: Row): Relabelling => ({
  ...jsonOf<Omit<Relabelling, "state" | "bucketsDone" | "affected" | "asked" | "accepted">>(row, "planned"),
  state: oneOf(row, "state", STATES),
  bucketsDone: numberOf(row, "bucketsDone"),
  affected: numberOf(row, "affected"),
  asked: numberOf(row, "asked"),
  ...(row["accepted"] && { accepted: jsonOf<Accepted>(row, "accepted") }),
});

type Accepted = NonNullable<Relabelling["accepted"]>;

/** What one run added: buckets that are through, and items found or asked for in them. */
export interface Advance {
  readonly bucketsDone: number;
  readonly items: number;
}

/** Plans of what accepting would change, and how far asking again has come. Each step is conditional on the one before. */
export const relabellings = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const update = async (
    { projectId, planId }: Pick<Relabelling, "projectId" | "planId">,
    change: {
      readonly UpdateExpression: string;
      readonly ConditionExpression: string;
      readonly ExpressionAttributeValues: Row;
    },
  ): Promise<"done" | "overtaken"> => {
    try {
      await table.send(
        new UpdateItemCommand({
          TableName,
          Key: key(projectId, planId),
          ...change,
          ExpressionAttributeNames: { "#state": "state" },
        }),
      );
      return "done";
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return "overtaken";
    }
  };
  return {
    /** Its id was made a moment ago: a row that is there is this one, by an attempt whose answer the SDK did not get. */
    async create(plan: Relabelling): Promise<void> {
      await putOnce(table, TableName, toRow(plan));
    },

    async find(projectId: ProjectId, planId: string): Promise<Relabelling | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, planId), ConsistentRead: true }),
      );
      return Item && fromRow(Item);
    },

    /** All of a project, oldest first. */
    async all(projectId: ProjectId): Promise<readonly Relabelling[]> {
      return (await rowsUnder(table, { TableName, pk: S(`PR#${projectId}`), prefix: "PL#" })).map(fromRow);
    },

    /** Looking through the items came further, if nobody else brought it there. `ready` at the last bucket. */
    found: (plan: Relabelling, { bucketsDone, items }: Advance, isLast: boolean): Promise<"done" | "overtaken"> =>
      update(plan, {
        UpdateExpression: "SET bucketsDone = :done, affected = affected + :items, #state = :next",
        ConditionExpression: "#state = :looking AND bucketsDone = :before",
        ExpressionAttributeValues: {
          ":done": N(bucketsDone),
          ":items": N(items),
          ":next": S(isLast ? "ready" : "looking"),
          ":looking": S("looking"),
          ":before": N(plan.bucketsDone),
        },
      }),

    /** Accepted: asking for the items of a scope begins. From `ready`, or after a sample from `asked`. */
    begin: (
      plan: Pick<Relabelling, "projectId" | "planId">,
      accepted: Accepted,
      from: "ready" | "asked",
    ): Promise<"done" | "overtaken"> =>
      update(plan, {
        UpdateExpression: "SET #state = :asking, bucketsDone = :zero, asked = :zero, accepted = :accepted",
        ConditionExpression: "#state = :from",
        ExpressionAttributeValues: {
          ":asking": S("asking"),
          ":zero": N(0),
          ":accepted": J(accepted),
          ":from": S(from),
        },
      }),

    /** Asking came further. `asked` at the last bucket. */
    advanced: (plan: Relabelling, { bucketsDone, items }: Advance, isLast: boolean): Promise<"done" | "overtaken"> =>
      update(plan, {
        UpdateExpression: "SET bucketsDone = :done, asked = asked + :items, #state = :next",
        ConditionExpression: "#state = :asking AND bucketsDone = :before",
        ExpressionAttributeValues: {
          ":done": N(bucketsDone),
          ":items": N(items),
          ":next": S(isLast ? "asked" : "asking"),
          ":asking": S("asking"),
          ":before": N(plan.bucketsDone),
        },
      }),
  };
};
