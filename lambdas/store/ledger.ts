import { paginateQuery } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import { type LedgerLine, monthOf } from "../../core/pay.ts";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { B, idOf, J, jsonOf, N, numberOf, type Row, S } from "./row.ts";

const monthPk = (annotatorId: AnnotatorId, month: string) => S(`PAY#${annotatorId}#${month.replace("-", "")}`);

/** Key = person, month of the stored acceptance, item and round: a line can be written twice, and is there once. */
const key = ({ annotatorId, acceptedAtMs, projectId, itemId, round, assignmentId, byAssignment }: LedgerLine) => ({
  pk: monthPk(annotatorId, monthOf(acceptedAtMs)),
  sk: S(`${projectId}#${itemId}#${String(round).padStart(4, "0")}${byAssignment ? `#${assignmentId}` : ""}`),
});

const toRow = (line: LedgerLine): Row => ({
  ...key(line),
  annotatorId: S(line.annotatorId),
  projectId: S(line.projectId),
  itemId: S(line.itemId),
  round: N(line.round),
  assignmentId: S(line.assignmentId),
  ...(line.byAssignment && { byAssignment: B(true) }),
  acceptedAtMs: N(line.acceptedAtMs),
  pay: J(line.pay),
});

const fromRow = (row: Row): LedgerLine => ({
  annotatorId: idOf<AnnotatorId>(row, "annotatorId"),
  projectId: idOf<ProjectId>(row, "projectId"),
  itemId: idOf<ItemId>(row, "itemId"),
  round: numberOf(row, "round"),
  assignmentId: idOf<AssignmentId>(row, "assignmentId"),
  ...(row["byAssignment"] && { byAssignment: true }),
  acceptedAtMs: numberOf(row, "acceptedAtMs"),
  pay: jsonOf<LedgerLine["pay"]>(row, "pay"),
});

/** What people are owed. Append-only: nothing here changes or removes a line, and nothing here knows of quality. */
export const ledger = ({ table, config }: Pick<Deps, "table" | "config">) => ({
  async record(line: LedgerLine): Promise<"recorded" | "there-already"> {
    const { state } = await putOnce(table, config.MAIN_TABLE, toRow(line));
    return state === "put" ? "recorded" : "there-already";
  },

  /** All lines of a person in one month (`yyyy-mm`, UTC). */
  async ofMonth(annotatorId: AnnotatorId, month: string): Promise<readonly LedgerLine[]> {
    const pages = paginateQuery(
      { client: table },
      {
        TableName: config.MAIN_TABLE,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": monthPk(annotatorId, month) },
      },
    );
    const lines: LedgerLine[] = [];
    for await (const { Items = [] } of pages) lines.push(...Items.map(fromRow));
    return lines;
  },
});
