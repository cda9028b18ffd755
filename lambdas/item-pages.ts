import { isGold } from "../core/gold.ts";
import { type ItemId, type ProjectId, parseItemId } from "../core/ids.ts";
import { bucketNames, type ItemHeader, type ItemState } from "../core/item.ts";
import { refuse } from "../core/refusal.ts";
import type { Deps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import { goldItems } from "./store/gold-items.ts";
import { items } from "./store/items.ts";

export interface ItemPage {
  readonly headers: readonly ItemHeader[];
  /** Where to go on; absent at the end. Opaque to clients. */
  readonly cursor?: string;
}

export interface Wanted {
  readonly projectId: ProjectId;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Buckets read side by side. A small project has few items in each. */
const BUCKETS_AT_ONCE = 16;
/** Bounds what one request reads; it then answers with what it found and where to go on. */
const ROUNDS_MAX = 32;
const ROWS_OF_BUCKET = 100;

const malformed = (cursor: string) =>
  refuse("bad-request", "this is not a cursor that was given out", {
    field: "query.cursor",
    value: cursor.slice(0, 80),
    allowed: "the cursor of the answer before, unchanged",
  });

/**
 * Items in a state that is indexed. An item with newer bytes waiting stands in the index under that alone, so those are
 * looked through after the state's own. The index may lag: the header says what state the item is in.
 */
export const pageInState = async (
  deps: Deps,
  { projectId, cursor, limit }: Wanted,
  state: ItemState,
): Promise<ItemPage> => {
  const [, list = "state", from] = cursor === undefined ? [] : (/^(state|replacement):(.*)$/.exec(cursor) ?? []);
  if (cursor !== undefined && from === undefined) throw malformed(cursor);
  const after = from ? parseItemId(from) : undefined;
  if (from && !after) throw malformed(cursor ?? "");
  const indexed = list === "replacement" ? "replacement" : state;
  const page = await items(deps).idsInState(projectId, indexed, { ...(after && { after }), limit });
  const found = new Map((await items(deps).findMany(projectId, page.itemIds)).map((header) => [header.itemId, header]));
  const headers = page.itemIds
    .map((itemId) => found.get(itemId))
    .filter((header) => header !== undefined)
    .filter((header) => header.state === state);
  if (page.after) return { headers, cursor: `${list}:${page.after}` };
  return list === "replacement" ? { headers } : { headers, cursor: "replacement:" };
};

/** Items that are handed out as gold, all at once: there are few. */
export const allGold = async (deps: Deps, { projectId }: Pick<Wanted, "projectId">): Promise<ItemPage> => {
  const { listed } = await goldItems(deps).find(projectId);
  if (listed.length === 0) return { headers: [] };
  const headers = await items(deps).findMany(
    projectId,
    listed.map(({ itemId }) => itemId),
  );
  return { headers: headers.filter((header) => listed.some((one) => isGold(one, header))) };
};

/**
 * Items of a project bucket by bucket, all or those in a state that has no index. Reads sixteen buckets side by side,
 * in rounds, until there are enough; the cursor names the bucket and the last item given.
 */
export const pageOfAll = async (
  deps: Deps,
  { projectId, cursor, limit }: Wanted,
  state: ItemState | undefined,
): Promise<ItemPage> => {
  const buckets = bucketNames();
  let { bucket, after } = startOf(cursor);
  const headers: ItemHeader[] = [];
  for (let round = 0; round < ROUNDS_MAX && bucket < buckets.length; round++) {
    const slice = buckets.slice(bucket, bucket + BUCKETS_AT_ONCE);
    const pages = await inParallel(slice, BUCKETS_AT_ONCE, (name) =>
      items(deps).pageOfBucket(projectId, name, {
        rowsMax: ROWS_OF_BUCKET,
        ...(name === slice[0] && after && { after }),
      }),
    );
    for (const page of pages) {
      for (const { header } of page.items) {
        if (headers.length === limit) return { headers, cursor: cursorOf(bucket, after) };
        if (state === undefined || header.state === state) headers.push(header);
        after = header.itemId;
      }
      // What lies further in this bucket comes before the next one; its neighbours are read again then.
      after = page.after;
      if (after) break;
      bucket++;
    }
  }
  return bucket < buckets.length ? { headers, cursor: cursorOf(bucket, after) } : { headers };
};

const cursorOf = (bucket: number, after: ItemId | undefined): string => `${bucket}:${after ?? ""}`;

const startOf = (cursor: string | undefined): { readonly bucket: number; readonly after: ItemId | undefined } => {
  if (cursor === undefined) return { bucket: 0, after: undefined };
  const [, bucket, from] = /^(\d{1,3}):([a-z2-7]{20})?$/.exec(cursor) ?? [];
  if (bucket === undefined) throw malformed(cursor);
  return { bucket: Number(bucket), after: from ? parseItemId(from) : undefined };
};
