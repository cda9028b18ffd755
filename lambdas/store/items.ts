import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import type { ItemHeader, ItemState } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { annotationFromRow, type StoredAnnotation } from "./annotations.ts";
import { bucketPk, headerKey, isAnnotationSk, isHeaderSk, withAnnotations } from "./item-keys.ts";
import { headerFromRow, headerToRow } from "./item-row.ts";
import { idOf, N, type Row, S, textOf } from "./row.ts";
import { INDEX } from "./table.ts";

export interface ItemWithAnnotations {
  readonly header: ItemHeader;
  /** Every revision of every round, in key order: round, annotator, revision. */
  readonly annotations: readonly StoredAnnotation[];
}

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

    /**
     * Many headers in one strong read, in no order; at most 100. Those that are not there are left out. `mayLag` is for
     * who goes on by a write that is conditional on `ver` alone, and so sees what came meanwhile: it costs half.
     */
    async findMany(
      projectId: ProjectId,
      itemIds: readonly ItemId[],
      { mayLag = false }: { readonly mayLag?: boolean } = {},
    ): Promise<readonly ItemHeader[]> {
      const found: Row[] = [];
      let wanted = itemIds.map((itemId) => headerKey(projectId, itemId));
      while (wanted.length > 0) {
        const { Responses, UnprocessedKeys } = await table.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: wanted, ConsistentRead: !mayLag } } }),
        );
        found.push(...(Responses?.[TableName] ?? []));
        // A read that made no headway is not asked again here: the client's own retries have waited already.
        const left = UnprocessedKeys?.[TableName]?.Keys ?? [];
        if (left.length === wanted.length) throw new Error(`${left.length} headers of ${projectId} could not be read`);
        wanted = left.map(({ pk = S(""), sk = S("") }) => ({ pk, sk }));
      }
      return found.map(headerFromRow);
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
            Item: headerToRow(header, backlog),
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
            Item: headerToRow({ ...next, ver: readVer + 1 }, backlog),
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

    /**
     * Grants a claim, if the row is still the one that was read: `claimed` is the header with the claim in it. A claim
     * of this token that is there already was granted by the same call, whose answer got lost on the way. A row that
     * was written meanwhile is given as it stands now.
     */
    async claim(
      claimed: ItemHeader,
      readVer: number,
      { annotatorId, token, backlog }: { annotatorId: AnnotatorId; token: AssignmentId; backlog: boolean },
    ): Promise<{ readonly state: "claimed" } | { readonly state: "lost"; readonly stands: ItemHeader | undefined }> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: headerToRow({ ...claimed, ver: readVer + 1 }, backlog),
            ConditionExpression: "ver = :read",
            ExpressionAttributeValues: { ":read": N(readVer) },
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { state: "claimed" };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const stands = error.Item && headerFromRow(error.Item);
        return stands?.claims[annotatorId] === token ? { state: "claimed" } : { state: "lost", stands };
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
