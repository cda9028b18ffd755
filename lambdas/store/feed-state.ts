import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { J, jsonOf, N, numberOf, S } from "./row.ts";

const key = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("FEED") });

/** What feed remembers of a project from one minute to the next. Losing it costs doubled tickets, nothing else. */
export interface FeedMemory {
  readonly epoch: number;
  /** Backlog entry that the last ticket ended with; tickets go on after it. */
  readonly after?: string;
  /** Live sum of annotations at the last run, and when that was: the demand is what came since. */
  readonly annotations: number;
  readonly atMs: number;
  /** What the availability file says. */
  readonly shownOpen?: number;
  /** And the versions of ontology and instructions that it names. */
  readonly shownVersions?: string;
}

export interface FeedTurn {
  /** Rises with each turn; a write of an older turn is refused. */
  readonly fence: number;
  readonly memory?: FeedMemory;
}

/** Whose turn it is to feed a project, and what was remembered. One turn at a time: schedules may fire twice. */
export const feedState = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** What was remembered, without taking a turn. */
    async look(projectId: ProjectId): Promise<FeedMemory | undefined> {
      const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead: true }));
      return Item?.["memory"] && jsonOf<FeedMemory>(Item, "memory");
    },

    async takeTurn(projectId: ProjectId, nowMs: number, turnMs: number): Promise<FeedTurn | "taken"> {
      try {
        const { Attributes = {} } = await table.send(
          new UpdateItemCommand({
            TableName,
            Key: key(projectId),
            ConditionExpression: "attribute_not_exists(untilMs) OR untilMs < :now",
            UpdateExpression: "SET untilMs = :until ADD fence :one",
            ExpressionAttributeValues: { ":now": N(nowMs), ":until": N(nowMs + turnMs), ":one": N(1) },
            ReturnValues: "ALL_NEW",
          }),
        );
        return {
          fence: numberOf(Attributes, "fence"),
          ...(Attributes["memory"] && { memory: jsonOf<FeedMemory>(Attributes, "memory") }),
        };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "taken";
      }
    },

    /** Ends the turn and keeps what it learned, unless a later turn has begun. */
    async endTurn(projectId: ProjectId, { fence }: FeedTurn, memory: FeedMemory): Promise<"kept" | "overtaken"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: { ...key(projectId), fence: N(fence), untilMs: N(0), memory: J(memory) },
            ConditionExpression: "fence = :fence",
            ExpressionAttributeValues: { ":fence": N(fence) },
          }),
        );
        return "kept";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "overtaken";
      }
    },
  };
};
