import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { N, numberOf, oneOf, type Row, S } from "./row.ts";

const key = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("SKILLS") });

/** Which snapshot of skills a project goes by. The snapshot itself is an object of the bucket. */
export interface SkillsRecord {
  /** From 1; rises by one with each that is published. */
  readonly number: number;
  /** It was learned from what had been accepted by then. */
  readonly asOfMs: number;
  /** Answers that it was learned from: the next is due when there are twice as many. */
  readonly answers: number;
  /** Which list of gold it was learned with: the next is due when that changes. Absent in rows from before there was one. */
  readonly goldVer?: number;
  /** `published`: decisions use it, and the items that were decided before it are still to be looked at again. */
  readonly state: "published" | "applied";
}

const toRow = (projectId: ProjectId, { number, asOfMs, answers, goldVer, state }: SkillsRecord): Row => ({
  ...key(projectId),
  number: N(number),
  asOfMs: N(asOfMs),
  answers: N(answers),
  ...(goldVer !== undefined && { goldVer: N(goldVer) }),
  state: S(state),
});

const fromRow = (row: Row): SkillsRecord => ({
  number: numberOf(row, "number"),
  asOfMs: numberOf(row, "asOfMs"),
  answers: numberOf(row, "answers"),
  ...(row["goldVer"] && { goldVer: numberOf(row, "goldVer") }),
  state: oneOf(row, "state", ["published", "applied"]),
});

interface Read {
  readonly record: SkillsRecord | undefined;
  readonly readAtMs: number;
}
/** By client, which is one a process. */
const lastRead = new WeakMap<DynamoDBClient, Map<ProjectId, Read>>();
const RECENT_MS = 2_000;

/** A row a project. */
export const skillsRecords = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const memory = lastRead.get(table) ?? new Map<ProjectId, Read>();
  lastRead.set(table, memory);

  /** Absent: everyone alike. */
  const current = async (projectId: ProjectId): Promise<SkillsRecord | undefined> => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead: true }));
    return Item && fromRow(Item);
  };

  return {
    current,

    /**
     * The same as it was within the last two seconds: for submits, which thousands may make of one project in that time.
     * A snapshot that has just been followed by another is still a right one: the header names which it was.
     */
    async recent(projectId: ProjectId, nowMs: number): Promise<SkillsRecord | undefined> {
      const before = memory.get(projectId);
      if (before && nowMs >= before.readAtMs && nowMs - before.readAtMs < RECENT_MS) return before.record;
      const record = await current(projectId);
      memory.set(projectId, { record, readAtMs: nowMs });
      return record;
    },

    /** The next snapshot, if nobody else published it; or the same one, applied. */
    async put(projectId: ProjectId, record: SkillsRecord): Promise<"put" | "overtaken"> {
      const before = record.state === "applied" ? record.number : record.number - 1;
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow(projectId, record),
            ConditionExpression: before === 0 ? "attribute_not_exists(pk)" : "#number = :before",
            ...(before > 0 && {
              ExpressionAttributeNames: { "#number": "number" },
              ExpressionAttributeValues: { ":before": N(before) },
            }),
          }),
        );
        memory.delete(projectId);
        return "put";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "overtaken";
      }
    },
  };
};
