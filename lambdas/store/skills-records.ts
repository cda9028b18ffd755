import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
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
  /** `published`: decisions use it, and the items that were decided before it are still to be looked at again. */
  readonly state: "published" | "applied";
}

const toRow = (projectId: ProjectId, { number, asOfMs, answers, state }: SkillsRecord): Row => ({
  ...key(projectId),
  number: N(number),
  asOfMs: N(asOfMs),
  answers: N(answers),
  state: S(state),
});

const fromRow = (row: Row): SkillsRecord => ({
  number: numberOf(row, "number"),
  asOfMs: numberOf(row, "asOfMs"),
  answers: numberOf(row, "answers"),
  state: oneOf(row, "state", ["published", "applied"]),
});

/** A row a project. */
export const skillsRecords = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Absent: everyone alike. */
    async current(projectId: ProjectId): Promise<SkillsRecord | undefined> {
      const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead: true }));
      return Item && fromRow(Item);
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
        return "put";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "overtaken";
      }
    },
  };
};
