import { ConditionalCheckFailedException, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import type { WorkDay } from "../../core/my-work/work-day.ts";
import type { Deps } from "../deps.ts";
import { annotatorPk, assignmentSk } from "./assignment-row.ts";
import { J, jsonOf, N, numberOf, type Row, S, textOf } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

const personPk = (personId: AnnotatorId) => S(`PAY#${personId}`);
const key = (personId: AnnotatorId, month: string) => ({ pk: personPk(personId), sk: S(`MO#${month}`) });

/** A month of the ledger, summed up. `ver` counts the lines that came late. */
export interface WorkMonth {
  readonly month: string;
  readonly ver: number;
  /** Absent when a line came after they were summed. */
  readonly days?: readonly WorkDay[];
}

/** Below the 400 KB of a row; a month with more to it is summed each time. */
const KEPT_BYTES_MAX = 300_000;

const fromRow = (row: Row): WorkMonth => ({
  month: textOf(row, "sk").slice("MO#".length),
  ver: numberOf(row, "ver"),
  ...(row["days"] && { days: jsonOf<readonly WorkDay[]>(row, "days") }),
});

/**
 * Sums of months that are over, so that years of work are read in one question. The ledger stays the truth: whoever sums
 * reads `ver` before the lines and keeps the sums only if it is still the same; whoever writes a line into a month that
 * is over spoils the sums afterwards, also when the line was there already. So a line is in the sums, or they go.
 */
export const workMonths = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    async ofPerson(personId: AnnotatorId): Promise<readonly WorkMonth[]> {
      return (await rowsUnder(table, { TableName, pk: personPk(personId), prefix: "MO#" })).map(fromRow);
    },

    /** Keeps what was summed from lines that were read after `ver` was; kept by somebody else, or spoiled, it goes. */
    async keep(personId: AnnotatorId, month: string, ver: number, days: readonly WorkDay[]): Promise<void> {
      if (JSON.stringify(days).length > KEPT_BYTES_MAX) return;
      try {
        await table.send(
          new UpdateItemCommand({
            TableName,
            Key: key(personId, month),
            ConditionExpression: ver === 0 ? "attribute_not_exists(ver) OR ver = :ver" : "ver = :ver",
            UpdateExpression: "SET days = :days, ver = :ver",
            ExpressionAttributeValues: { ":days": J(days), ":ver": N(ver) },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    /** After a line came into a month that is over. Twice does no harm. */
    async spoil(personId: AnnotatorId, month: string): Promise<void> {
      await table.send(
        new UpdateItemCommand({
          TableName,
          Key: key(personId, month),
          UpdateExpression: "ADD ver :one REMOVE days",
          ExpressionAttributeValues: { ":one": N(1) },
        }),
      );
    },

    /** When she was first handed work in a project: nothing of hers in the ledger is older. */
    async firstWorkMs(personId: AnnotatorId, projectId: ProjectId): Promise<number | undefined> {
      const { Items: [first] = [] } = await table.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          Limit: 1,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": annotatorPk(personId), ":prefix": assignmentSk(projectId, "") },
        }),
      );
      return first && numberOf(first, "createdAtMs");
    },
  };
};
