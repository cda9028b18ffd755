import { type StreamName, streamsOf } from "../../core/formats/bundle.ts";
import { countFacts, type FactsCount } from "../../core/formats/data-card/facts.ts";
import { type ExportedItem, votesOf } from "../../core/formats/exported-item.ts";
import type { ItemId } from "../../core/ids.ts";
import { bucketNames, bucketOf } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { exportObjects } from "../store/export-objects.ts";
import { type ExportPiece, exportProgress } from "../store/export-progress.ts";
import { itemHistories } from "../store/item-histories.ts";
import { exportedItem } from "./exported-item.ts";
import { EXPORT_SHARDS } from "./message.ts";
import type { ExportPlan } from "./plan.ts";

/** A piece ends with the item that brings it over this: what is held in memory at once, and what a break can lose. */
const PIECE_BYTES = 8 * 1024 * 1024;

/**
 * Writes what the items of one shard add to the files, piece by piece, going on where an earlier run ended. `paused`
 * when there is more and the time is up: call again. Where a piece ends depends on the items alone, so a run that was
 * cut off, or that runs twice at once, writes the same pieces again.
 */
export const gatherShard = async (
  deps: Deps,
  plan: ExportPlan,
  shard: number,
  isTimeUp: () => boolean,
  pieceBytes = PIECE_BYTES,
): Promise<"gathered" | "paused"> => {
  const { exportId, projectId } = plan.wanted;
  const before = (await exportProgress(deps).pieces(exportId, shard)).at(-1);
  if (before?.last) return "gathered";
  let piece = newPiece(plan);
  let number = before ? before.number + 1 : 0;
  for (const [bucket, after] of bucketsOfShard(shard, before?.through)) {
    for await (const history of itemHistories(deps).ofBucket(projectId, bucket, after)) {
      const item = await exportedItem(deps, plan, history);
      if (!item) continue;
      addItem(piece, plan, item);
      if (piece.bytes < pieceBytes) continue;
      await store(deps, plan, piece, { shard, number, last: false });
      piece = newPiece(plan);
      number++;
      if (isTimeUp()) return "paused";
    }
  }
  await store(deps, plan, piece, { shard, number, last: true });
  return "gathered";
};

export const allGathered = (pieces: readonly ExportPiece[]): boolean =>
  pieces.filter(({ last }) => last).length === EXPORT_SHARDS;

/** The buckets of a shard, from the one of the item that was done last: in that one, only what comes after it. */
const bucketsOfShard = (
  shard: number,
  done: ItemId | undefined,
): readonly (readonly [bucket: string, after: ItemId | undefined])[] => {
  const names = bucketNames();
  const each = names.length / EXPORT_SHARDS;
  const first = done ? bucketOf(done) : "";
  return names
    .slice(shard * each, (shard + 1) * each)
    .filter((bucket) => bucket >= first)
    .map((bucket) => [bucket, bucket === first ? done : undefined]);
};

interface GrowingPiece {
  readonly texts: Map<StreamName, string[]>;
  readonly counts: Map<string, number>;
  readonly facts: FactsCount;
  bytes: number;
  images: number;
  through: ItemId | undefined;
}

const newPiece = ({ context }: ExportPlan): GrowingPiece => ({
  texts: new Map(),
  counts: new Map(),
  facts: countFacts(context),
  bytes: 0,
  images: 0,
  through: undefined,
});

const addItem = (piece: GrowingPiece, { wanted, context }: ExportPlan, item: ExportedItem): void => {
  const written = streamsOf(item, wanted.formats, context, piece.images);
  for (const [stream, text] of Object.entries(written) as [StreamName, string][]) {
    if (text === "") continue;
    piece.texts.set(stream, [...(piece.texts.get(stream) ?? []), text]);
    piece.bytes += Buffer.byteLength(text);
  }
  if (written["coco-images"]) piece.images++;
  piece.facts.add(item);
  piece.through = item.itemId;
  const { state } = item.outcome;
  const added = { items: 1, [state]: 1, answers: votesOf(item).length, revisions: item.answers.length };
  const shapes = item.outcome.state === "agreed" ? (item.outcome.value.shapes?.length ?? 0) : 0;
  for (const [name, count] of Object.entries({ ...added, shapes })) {
    piece.counts.set(name, (piece.counts.get(name) ?? 0) + count);
  }
};

/** The object first, then the row that says it is there. */
const store = async (
  deps: Deps,
  { wanted }: ExportPlan,
  { texts, counts, facts, images, through }: GrowingPiece,
  place: Pick<ExportPiece, "shard" | "number" | "last">,
): Promise<void> => {
  const written: ReadonlyMap<StreamName, string[]> = new Map([...texts, ["facts", [JSON.stringify(facts.facts())]]]);
  const streams = [...written].map(([stream, some]) => [stream, Buffer.from(some.join(""), "utf8")] as const);
  const piece: ExportPiece = {
    ...place,
    ...(through && { through }),
    sizes: Object.fromEntries(streams.map(([stream, bytes]) => [stream, bytes.length])),
    images,
    counts: Object.fromEntries(counts),
  };
  await exportObjects(deps).putPiece(wanted, piece, Object.fromEntries(streams));
  await exportProgress(deps).putPiece(wanted.exportId, piece);
};
