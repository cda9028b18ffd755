import { createHash } from "node:crypto";
import type { AnnotatorId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import { type Counts, sumOf } from "../../core/progress.ts";
import type { Relabelling } from "../../core/relabelling.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { affectedLists, type ListedItem } from "../store/affected-lists.ts";
import { relabellings } from "../store/relabellings.ts";
import { stats } from "../store/stats.ts";
import { BUCKETS_A_LIST } from "./look.ts";
import { type Recounting, recountBucket } from "./recount.ts";
import { startRound } from "./start-round.ts";

/** Items under way at once. */
const AT_ONCE = 16;

export interface Asking extends Recounting {
  readonly plan: Relabelling;
  /** Who accepted the change. */
  readonly decider: AnnotatorId;
  /** Of a sample, the items that are in it. */
  readonly inScope: ReadonlySet<string> | "all";
}

/**
 * Starts the rounds of the next list, and counts again what a merge makes count otherwise. Again after a cut: whoever has
 * the next round already is passed over, and what is counted twice comes out the same.
 */
export const askFurther = async (deps: Deps, asking: Asking): Promise<Relabelling["bucketsDone"] | "overtaken"> => {
  const { plan, project, decider, inScope } = asking;
  const { projectId, planId, bucketsDone: from } = plan;
  const affected = await affectedLists(deps).read({ projectId, planId, fromBucket: from });
  const wanted = affected.filter(({ itemId }) => inScope === "all" || inScope.has(itemId));
  const why = {
    reviewId: planId,
    reviewerId: decider,
    reason: `the ontology has changed: version ${project.ontologyVersion}`,
  };
  const changes: Partial<Counts>[] = [];
  try {
    await inParallel(wanted, AT_ONCE, async (item) => {
      const round = await startRound(deps, project, item, why);
      if (round.state === "started") changes.push(round.change);
    });
    if (plan.changes.some(({ kind }) => kind === "merge"))
      await inParallel(bucketNames().slice(from, from + BUCKETS_A_LIST), BUCKETS_A_LIST, (bucket) =>
        recountBucket(deps, asking, bucket, (change) => void changes.push(change)),
      );
  } finally {
    // Rounds that were started before one failed have moved on when the list comes again: they are counted now.
    await stats(deps).add(projectId, sumOf(changes));
  }
  const bucketsDone = from + BUCKETS_A_LIST;
  const isLast = bucketsDone >= bucketNames().length;
  const done = await relabellings(deps).advanced(plan, { bucketsDone, items: wanted.length }, isLast);
  return done === "done" ? bucketsDone : "overtaken";
};

/** Which affected items a sample of so many is: those whose hash with the plan's id is lowest, the same at every look. */
export const sampleOf = (planId: string, itemIds: readonly string[], count: number): ReadonlySet<string> => {
  const hashed = itemIds.map((itemId) => [createHash("sha256").update(`${planId} ${itemId}`).digest("hex"), itemId]);
  const lowest = hashed.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)).slice(0, count);
  return new Set(lowest.map(([, itemId = ""]) => itemId));
};

/** The items of all lists of a plan that is ready. */
export const listedItems = async (
  deps: Deps,
  { projectId, planId }: Pick<Relabelling, "projectId" | "planId">,
): Promise<readonly ListedItem[]> => {
  const starts = Array.from({ length: bucketNames().length / BUCKETS_A_LIST }, (_, list) => list * BUCKETS_A_LIST);
  const lists = await inParallel(starts, AT_ONCE, (fromBucket) =>
    affectedLists(deps).read({ projectId, planId, fromBucket }),
  );
  return lists.flat();
};
