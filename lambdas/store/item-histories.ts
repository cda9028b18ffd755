import { paginateQuery } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { annotationFromRow, type StoredAnnotation } from "./annotations.ts";
import { type ExtraSaid, extraFromRow, saidAtFirst } from "./item-extras.ts";
import { bucketPk, isAnnotationSk, isExtraSk, isHeaderSk, isReviewSk } from "./item-keys.ts";
import { headerFromRow } from "./item-row.ts";
import { type Review, reviewFromRow } from "./reviews.ts";
import { type Row, S, textOf } from "./row.ts";

/** An item with all that was ever said of it. */
export interface ItemHistory {
  readonly header: ItemHeader;
  /** Every revision of every round, in key order: round, annotator, revision. */
  readonly annotations: readonly StoredAnnotation[];
  /** Oldest first. */
  readonly reviews: readonly Review[];
  /** What manifests said of it besides where it is, oldest first. */
  readonly extras: readonly ExtraSaid[];
}

/** Whole items, bucket by bucket: what an export reads. */
export const itemHistories = ({ table, config }: Pick<Deps, "table" | "config">) => ({
  /** The items of a bucket in order of their ids, those after `after` only; read strongly, a page at a time. */
  async *ofBucket(projectId: ProjectId, bucket: string, after?: ItemId): AsyncGenerator<ItemHistory, void, undefined> {
    const pages = paginateQuery(
      { client: table },
      {
        TableName: config.MAIN_TABLE,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND sk > :after",
        // `~` sorts behind every row of the item, `!` before every item.
        ExpressionAttributeValues: { ":pk": bucketPk(projectId, bucket), ":after": S(after ? `${after}~` : "!") },
      },
    );
    let group: Row[] = [];
    for await (const { Items = [] } of pages) {
      for (const row of Items) {
        if (group[0] && itemOf(group[0]) !== itemOf(row)) {
          yield* historyOf(group);
          group = [];
        }
        group.push(row);
      }
    }
    yield* historyOf(group);
  },
});

const itemOf = (row: Row): string => textOf(row, "sk").slice(0, 20);

/** None for rows whose header is not there yet: ingest writes it last. */
const historyOf = (rows: readonly Row[]): readonly ItemHistory[] => {
  const has = (is: (sk: string) => boolean): readonly Row[] => rows.filter((row) => is(textOf(row, "sk")));
  return has(isHeaderSk).map((row) => {
    const header = headerFromRow(row);
    const atFirst = saidAtFirst(header);
    return {
      header,
      annotations: has(isAnnotationSk).map(annotationFromRow),
      reviews: has(isReviewSk).map(reviewFromRow),
      extras: [...(atFirst ? [atFirst] : []), ...has(isExtraSk).map(extraFromRow)],
    };
  });
};
