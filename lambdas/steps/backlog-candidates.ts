import type { AnnotatorId, ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { assignments } from "../store/assignments.ts";
import { BACKLOG_SHARDS, type BacklogEntry, backlog } from "../store/backlog.ts";

/** Entries read from each shard in the first look, and at a time when going on. */
const FRONT = 25;
const DEEPER = 500;
/** Ids handed over at a time: one read of headers. */
const BATCH = 25;

export interface BacklogSearch {
  readonly projectId: ProjectId;
  readonly annotatorId: AnnotatorId;
  /**
   * Items of one priority in the same order for everybody, so that items get finished rather than begun; or by chance,
   * so that many who ask at the same moment do not all reach for the same ones.
   */
  readonly order: "same-for-all" | "by-chance";
}

/**
 * Direct mode: what the backlog proposes, first by priority, until it is through. First the front of every shard; only
 * when that held nothing for her the rest, without what she has had already. That list may be long (a lone annotator
 * of an overlap of two has answered most of the backlog herself), so it is read only then.
 */
export async function* backlogCandidates(deps: Deps, search: BacklogSearch): AsyncGenerator<readonly ItemId[]> {
  const { projectId, order } = search;
  const { entries } = backlog(deps);
  const sorted = order === "by-chance" ? byChance(deps.random) : byPriority;

  const fronts = await inParallel(BACKLOG_SHARDS, 8, async (shard) => ({
    shard,
    page: await entries(projectId, shard, { limit: FRONT }),
  }));
  yield* batches(sorted(fronts.flatMap(({ page }) => page)));

  let left = fronts.filter(({ page }) => page.length === FRONT);
  if (left.length === 0) return;
  const had = await hadBefore(deps, search);
  while (left.length > 0) {
    const pages = await inParallel(left, 4, async ({ shard, page: before }) => ({
      shard,
      page: await entries(projectId, shard, { after: before.at(-1)?.bs, limit: DEEPER }),
    }));
    yield* batches(sorted(pages.flatMap(({ page }) => page).filter((entry) => !had.has(nameOf(entry)))));
    left = pages.filter(({ page }) => page.length === DEEPER);
  }
}

const nameOf = ({ itemId, round }: Pick<BacklogEntry, "itemId" | "round">): string => `${itemId}#${round}`;

const byPriority = (entries: readonly BacklogEntry[]): readonly BacklogEntry[] =>
  entries.toSorted((a, b) => (a.bs < b.bs ? -1 : 1));

const byChance =
  (random: () => number) =>
  (entries: readonly BacklogEntry[]): readonly BacklogEntry[] =>
    entries
      .map((entry) => ({ entry, priority: Number(entry.bs.slice(0, 2)), draw: random() }))
      .sort((a, b) => a.priority - b.priority || a.draw - b.draw)
      .map(({ entry }) => entry);

function* batches(entries: readonly BacklogEntry[]): Generator<readonly ItemId[]> {
  for (let from = 0; from < entries.length; from += BATCH)
    yield entries.slice(from, from + BATCH).map(({ itemId }) => itemId);
}

/** Items and rounds that she has answered or holds. What was given back is not among them: she may be asked again. */
const hadBefore = async (
  deps: Deps,
  { annotatorId, projectId }: Pick<BacklogSearch, "annotatorId" | "projectId">,
): Promise<ReadonlySet<string>> => {
  const had = new Set<string>();
  for await (const page of assignments(deps).all(annotatorId, projectId)) {
    for (const { items, released } of page) {
      for (const item of items) if (!released.includes(item.itemId)) had.add(nameOf(item));
    }
  }
  return had;
};
