import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { AuditedItem } from "../../core/audit.ts";
import type { AnnotatorId, ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { bucketPk, isAnnotationSk, isHeaderSk, isReviewSk } from "./item-keys.ts";
import { headerFromRow } from "./item-row.ts";
import { flagOf, idOf, numberOf, type Row, S, textOf } from "./row.ts";

/** Rows read for one page. */
const ROWS = 500;
/** All of a header, and of other rows what an audit looks at: never an answer. */
const ATTRIBUTES = [
  ..."pk sk projectId itemId ver round state wanted doubted priority claims by snapshot source createdAtMs".split(" "),
  ..."consensus bk annotatorId revision counted acceptedAtMs kind atMs".split(" "),
];

export interface AuditPage {
  readonly items: readonly AuditedItem[];
  /** Where the next page begins; absent at the end of the bucket. */
  readonly after?: ItemId;
}

/** Walks buckets for counting and checking. Reads are strong, so that what it finds was so. */
export const audits = ({ table, config }: Pick<Deps, "table" | "config">) => ({
  /** Items of a bucket after `after`, none of them cut: one that the page ends in comes with the next. */
  async page(projectId: ProjectId, bucket: string, after?: ItemId): Promise<AuditPage> {
    const rows: Row[] = [];
    let from: Row | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await table.send(
        new QueryCommand({
          TableName: config.MAIN_TABLE,
          ConsistentRead: true,
          Limit: ROWS,
          KeyConditionExpression: "pk = :pk AND sk > :after",
          ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(", "),
          ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: { ":pk": bucketPk(projectId, bucket), ":after": S(after ? `${after}~` : "!") },
          ...(from && { ExclusiveStartKey: { ...from } }),
        }),
      );
      rows.push(...Items);
      from = LastEvaluatedKey;
      // One item may have more rows than a page: then it is read on, since it must not be cut.
    } while (from && new Set(rows.map(itemOf)).size < 2);

    const groups = Map.groupBy(rows, itemOf);
    const last = [...groups.keys()].at(-1);
    if (from && last) groups.delete(last);
    const end = [...groups.keys()].at(-1);
    return { items: [...groups.values()].flatMap(auditedFrom), ...(from && end && { after: end }) };
  },
});

const itemOf = (row: Row): ItemId => textOf(row, "sk").slice(0, 20) as ItemId;

/** None for rows without their header: ingest writes it last. */
const auditedFrom = (rows: readonly Row[]): readonly AuditedItem[] => {
  const row = rows.find((one) => isHeaderSk(textOf(one, "sk")));
  if (!row) return [];
  const header = headerFromRow(row);
  const decidedAtMs = rows
    .filter((one) => isReviewSk(textOf(one, "sk")) && one["kind"]?.S === "decided")
    .filter((one) => numberOf(one, "round") === header.round)
    .map((one) => numberOf(one, "atMs"));
  const annotations = rows
    .filter((one) => isAnnotationSk(textOf(one, "sk")))
    .map((one) => ({
      round: numberOf(one, "round"),
      annotatorId: idOf<AnnotatorId>(one, "annotatorId"),
      revision: numberOf(one, "revision"),
      counted: flagOf(one, "counted"),
      acceptedAtMs: numberOf(one, "acceptedAtMs"),
    }));
  return [
    {
      itemId: header.itemId,
      header,
      inBacklog: row["bk"] !== undefined,
      annotations,
      ...(decidedAtMs.length > 0 && { reviewedAtMs: Math.max(...decidedAtMs) }),
    },
  ];
};
