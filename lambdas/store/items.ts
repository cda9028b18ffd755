import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import { CONSENSUS_STATES, type ItemHeader, type ItemState } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { annotationFromRow, type StoredAnnotation } from "./annotations.ts";
import { bucketPk, headerKey, isAnnotationSk, isHeaderSk, withAnnotations } from "./item-keys.ts";
import { idOf, J, jsonOf, N, numberOf, oneOf, type Row, S, textOf } from "./row.ts";
import { INDEX, SHARDS } from "./table.ts";

const STATES: readonly ItemState[] = [...CONSENSUS_STATES, "rejected", "replaced"];
/** States whose items wait for a person, or that a vendor looks for by name; agreed ones are too many to index. */
const LISTED: readonly ItemState[] = ["contested", "none_fit", "cant_tell", "unusable", "rejected"];

export interface ItemWithAnnotations {
  readonly header: ItemHeader;
  /** Every revision of every round, in key order: round, annotator, revision. */
  readonly annotations: readonly StoredAnnotation[];
}

export const backlogShardOf = (itemId: ItemId): string =>
  ((itemId.charCodeAt(18) * 31 + itemId.charCodeAt(19)) % SHARDS.backlog).toString(16);
export const backlogKey = (projectId: ProjectId, shard: string): string => `B#${projectId}#${shard}`;

/** `backlog`: whether it still has a free slot. The caller decides (core `freeSlots`); the row carries the index keys for it. */
const toRow = (header: ItemHeader, backlog: boolean): Row => {
  const { projectId, itemId, claims, answeredBy, consensus, media, source, rejection, replacement, duplicateOf } =
    header;
  return {
    ...headerKey(projectId, itemId),
    projectId: S(projectId),
    itemId: S(itemId),
    ver: N(header.ver),
    round: N(header.round),
    state: S(header.state),
    wanted: N(header.overlapWanted),
    priority: N(header.priority),
    claims: { M: Object.fromEntries(Object.entries(claims).map(([annotator, token]) => [annotator, S(token)])) },
    by: { L: answeredBy.map(S) },
    snapshot: N(header.snapshot),
    source: J(source),
    createdAtMs: N(header.createdAtMs),
    ...(consensus && { consensus: J(consensus) }),
    ...(media && { media: J(media) }),
    ...(rejection && { rejection: J(rejection) }),
    ...(replacement && { replacement: J(replacement) }),
    ...(duplicateOf && { duplicateOf: S(duplicateOf) }),
    ...(backlog && {
      bk: S(backlogKey(projectId, backlogShardOf(itemId))),
      bs: S(`${String(header.priority).padStart(2, "0")}#${itemId}`),
    }),
    ...((LISTED.includes(header.state) || replacement) && {
      ik: S(`IT#${projectId}#${replacement ? "replacement" : header.state}`),
      is: S(itemId),
    }),
  };
};

export const headerFromRow = (row: Row): ItemHeader => ({
  projectId: idOf<ProjectId>(row, "projectId"),
  itemId: idOf<ItemId>(row, "itemId"),
  ver: numberOf(row, "ver"),
  round: numberOf(row, "round"),
  state: oneOf(row, "state", STATES),
  overlapWanted: numberOf(row, "wanted"),
  priority: numberOf(row, "priority"),
  claims: Object.fromEntries(
    Object.entries(row["claims"]?.M ?? {}).map(([annotator, token]) => [annotator, (token.S ?? "") as AssignmentId]),
  ),
  answeredBy: (row["by"]?.L ?? []).map((one) => (one.S ?? "") as AnnotatorId),
  snapshot: numberOf(row, "snapshot"),
  source: jsonOf<ItemHeader["source"]>(row, "source"),
  createdAtMs: numberOf(row, "createdAtMs"),
  ...(row["consensus"] && { consensus: jsonOf<NonNullable<ItemHeader["consensus"]>>(row, "consensus") }),
  ...(row["media"] && { media: jsonOf<NonNullable<ItemHeader["media"]>>(row, "media") }),
  ...(row["rejection"] && { rejection: jsonOf<NonNullable<ItemHeader["rejection"]>>(row, "rejection") }),
  ...(row["replacement"] && { replacement: jsonOf<NonNullable<ItemHeader["replacement"]>>(row, "replacement") }),
  ...(row["duplicateOf"] && { duplicateOf: idOf<ItemId>(row, "duplicateOf") }),
});

/** Headers: the authority over who may answer what. Every change is one write conditional on the `ver` that was read. */
export const items = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;

  return {
    async find(projectId: ProjectId, itemId: ItemId): Promise<ItemHeader | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: headerKey(projectId, itemId), ConsistentRead: true }),
      );
      return Item && headerFromRow(Item);
    },

    /** The header and all its annotations in one strong read: what a decision is made of. */
    async findWithAnnotations(projectId: ProjectId, itemId: ItemId): Promise<ItemWithAnnotations | undefined> {
      const { pk } = headerKey(projectId, itemId);
      const { from, to } = withAnnotations(itemId);
      const pages = paginateQuery(
        { client: table },
        {
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
        },
      );
      const rows: Row[] = [];
      for await (const { Items = [] } of pages) rows.push(...Items);
      const [header] = rows.filter((row) => isHeaderSk(textOf(row, "sk")));
      if (!header) return undefined;
      const annotations = rows.filter((row) => isAnnotationSk(textOf(row, "sk"))).map(annotationFromRow);
      return { header: headerFromRow(header), annotations };
    },

    /** Puts a new item; the same one twice is once. */
    async create(header: ItemHeader, backlog: boolean): Promise<"created" | "there-already"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow(header, backlog),
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
        return "created";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "there-already";
      }
    },

    /** Writes the next header if the row is still the one that was read; `ver` is raised here. */
    async replace(next: ItemHeader, readVer: number, backlog: boolean): Promise<"replaced" | "changed-meanwhile"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow({ ...next, ver: readVer + 1 }, backlog),
            ConditionExpression: "ver = :read",
            ExpressionAttributeValues: { ":read": N(readVer) },
          }),
        );
        return "replaced";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "changed-meanwhile";
      }
    },

    /** One page of a bucket: headers with their annotations, in item order, `from` exclusive. An item is never cut in two. */
    async pageOfBucket(
      projectId: ProjectId,
      bucket: string,
      { after, rowsMax = 500 }: { readonly after?: ItemId; readonly rowsMax?: number } = {},
    ): Promise<{ readonly items: readonly ItemWithAnnotations[]; readonly after?: ItemId }> {
      const from = after ? `${after}~` : "";
      const { Items = [], LastEvaluatedKey } = await table.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          Limit: rowsMax,
          KeyConditionExpression: "pk = :pk AND sk > :from",
          ExpressionAttributeValues: { ":pk": bucketPk(projectId, bucket), ":from": S(from || "!") },
        }),
      );
      return groupPage(Items, LastEvaluatedKey !== undefined, (itemId) => this.findWithAnnotations(projectId, itemId));
    },

    /** Items listed by state, from the index: ids only, may lag; read each header before acting on it. */
    async idsInState(
      projectId: ProjectId,
      state: ItemState | "replacement",
      { after, limit }: { readonly after?: ItemId; readonly limit: number },
    ): Promise<{ readonly itemIds: readonly ItemId[]; readonly after?: ItemId }> {
      const { Items = [], LastEvaluatedKey } = await table.send(
        new QueryCommand({
          TableName,
          IndexName: INDEX.inverted.name,
          Limit: limit,
          KeyConditionExpression: after ? "ik = :ik AND #is > :after" : "ik = :ik",
          ...(after && { ExpressionAttributeNames: { "#is": "is" } }),
          ExpressionAttributeValues: { ":ik": S(`IT#${projectId}#${state}`), ...(after && { ":after": S(after) }) },
        }),
      );
      const itemIds = Items.map((row) => idOf<ItemId>(row, "is"));
      const last = itemIds.at(-1);
      return { itemIds, ...(LastEvaluatedKey && last && { after: last }) };
    },

    /** Ids from one shard of the backlog, first by priority. The index may lag: it proposes, the header decides. */
    async backlogIds(
      projectId: ProjectId,
      shard: string,
      { after, limit }: { readonly after?: string; readonly limit: number },
    ): Promise<{ readonly entries: readonly { readonly itemId: ItemId; readonly bs: string }[] }> {
      const { Items = [] } = await table.send(
        new QueryCommand({
          TableName,
          IndexName: INDEX.backlog.name,
          Limit: limit,
          KeyConditionExpression: after ? "bk = :bk AND bs > :after" : "bk = :bk",
          ExpressionAttributeValues: { ":bk": S(backlogKey(projectId, shard)), ...(after && { ":after": S(after) }) },
        }),
      );
      return { entries: Items.map((row) => ({ bs: textOf(row, "bs"), itemId: textOf(row, "bs").slice(3) as ItemId })) };
    },
  };
};

/** Rows of a page by item. When the page was cut, its last item is read again whole, so that none is halved. */
const groupPage = async (
  rows: readonly Row[],
  cut: boolean,
  readWhole: (itemId: ItemId) => Promise<ItemWithAnnotations | undefined>,
): Promise<{ readonly items: readonly ItemWithAnnotations[]; readonly after?: ItemId }> => {
  const groups = new Map<ItemId, Row[]>();
  for (const row of rows) {
    const itemId = textOf(row, "sk").slice(0, 20) as ItemId;
    groups.set(itemId, [...(groups.get(itemId) ?? []), row]);
  }
  const last = [...groups.keys()].at(-1);
  const whole = [...groups].map(async ([itemId, group]) => {
    if (cut && itemId === last) return readWhole(itemId);
    const header = group.find((row) => isHeaderSk(textOf(row, "sk")));
    const annotations = group.filter((row) => isAnnotationSk(textOf(row, "sk"))).map(annotationFromRow);
    return header && { header: headerFromRow(header), annotations };
  });
  const items = (await Promise.all(whole)).filter((one) => one !== undefined);
  return { items, ...(cut && last && { after: last }) };
};
