import { PutItemCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { fill } from "./fill.ts";
import { bucketPk, itemKey } from "./item-keys.ts";
import { putOnce } from "./put-once.ts";
import { idOf, J, jsonOf, N, numberOf, oneOf, type Row, S, textOf } from "./row.ts";
import { rowsUnder } from "./rows-under.ts";

/** A small decision in the row, a large one by the hash under which the bucket of answers has it. */
type Decision = { readonly decision: Answer } | { readonly decisionSha256: string; readonly decisionBytes: number };

interface Written {
  /** A ULID: the newest of a round is the one in force. */
  readonly reviewId: string;
  readonly round: number;
  readonly reviewerId: AnnotatorId;
  readonly atMs: number;
}

/** What a reviewer did to an item. Write-once, beside the answers, which all stay. */
export type Review =
  | (Written & { readonly kind: "decided"; readonly note?: string } & Decision)
  /** Ended the round; the next one asks again. */
  | (Written & { readonly kind: "reopened"; readonly reason: string });

/** One of them, and which of its attributes somebody wrote. */
export interface ReviewKey {
  readonly itemId: ItemId;
  readonly reviewId: string;
  readonly kind: Review["kind"];
}

const toRow = (projectId: ProjectId, itemId: ItemId, review: Review): Row => ({
  ...itemKey(projectId, itemId, `V#${review.reviewId}`),
  reviewId: S(review.reviewId),
  kind: S(review.kind),
  round: N(review.round),
  reviewerId: S(review.reviewerId),
  atMs: N(review.atMs),
  ...(review.kind === "decided"
    ? {
        ...("decision" in review
          ? { decision: J(review.decision) }
          : { decisionSha256: S(review.decisionSha256), decisionBytes: N(review.decisionBytes) }),
        ...(review.note !== undefined && { note: S(review.note) }),
      }
    : { reason: S(review.reason) }),
});

export const reviewFromRow = (row: Row): Review => {
  const written: Written = {
    reviewId: textOf(row, "reviewId"),
    round: numberOf(row, "round"),
    reviewerId: idOf<AnnotatorId>(row, "reviewerId"),
    atMs: numberOf(row, "atMs"),
  };
  if (oneOf(row, "kind", ["decided", "reopened"]) === "reopened")
    return { ...written, kind: "reopened", reason: textOf(row, "reason") };
  return {
    ...written,
    kind: "decided",
    ...(row["decision"]
      ? { decision: jsonOf<Answer>(row, "decision") }
      : { decisionSha256: textOf(row, "decisionSha256"), decisionBytes: numberOf(row, "decisionBytes") }),
    ...(row["note"] && { note: textOf(row, "note") }),
  };
};

/** Reviews of an item, by time. */
export const reviews = ({ table, config }: Pick<Deps, "table" | "config">) => ({
  /** Under an id that is the same at every try: the first stands, with its moment. */
  async recordOnce(projectId: ProjectId, itemId: ItemId, review: Review): Promise<void> {
    await putOnce(table, config.MAIN_TABLE, toRow(projectId, itemId, review));
  },

  async record(projectId: ProjectId, itemId: ItemId, review: Review): Promise<void> {
    await table.send(new PutItemCommand({ TableName: config.MAIN_TABLE, Item: toRow(projectId, itemId, review) }));
  },

  /** All of all rounds, oldest first. */
  async ofItem(projectId: ProjectId, itemId: ItemId): Promise<readonly Review[]> {
    const { pk } = itemKey(projectId, itemId, "V");
    return (await rowsUnder(table, { TableName: config.MAIN_TABLE, pk, prefix: `${itemId}#V#` })).map(reviewFromRow);
  },

  /** Those of a bucket in which somebody wrote words of her own. Reads the whole bucket. */
  async withWordsOf(projectId: ProjectId, bucketName: string, reviewerId: AnnotatorId): Promise<readonly ReviewKey[]> {
    const pages = paginateQuery(
      { client: table },
      {
        TableName: config.MAIN_TABLE,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk",
        FilterExpression: "reviewerId = :reviewer AND (attribute_exists(note) OR size(reason) > :nothing)",
        ProjectionExpression: "sk, kind",
        ExpressionAttributeValues: {
          ":pk": bucketPk(projectId, bucketName),
          ":reviewer": S(reviewerId),
          ":nothing": N(0),
        },
      },
    );
    const found: ReviewKey[] = [];
    for await (const { Items = [] } of pages)
      for (const row of Items) {
        const [itemId = "", , reviewId = ""] = textOf(row, "sk").split("#");
        found.push({ itemId: itemId as ItemId, reviewId, kind: oneOf(row, "kind", ["decided", "reopened"]) });
      }
    return found;
  },

  /** Leaves the decision, or that the item was re-opened, without a word about it. */
  async empty(projectId: ProjectId, { itemId, reviewId, kind }: ReviewKey): Promise<void> {
    const row = itemKey(projectId, itemId, `V#${reviewId}`);
    if (kind === "decided") await fill(table, config.MAIN_TABLE, row, {}, ["note"]);
    else await fill(table, config.MAIN_TABLE, row, { reason: S("") });
  },
});
