import { itemAsOf } from "../../core/as-of.ts";
import { labelsIn } from "../../core/formats/exported-item.ts";
import type { ItemId, LabelId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import { isAffected } from "../../core/ontology-change/affected.ts";
import { countsAs } from "../../core/ontology-change/crosswalk.ts";
import type { Relabelling } from "../../core/relabelling.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { itemName } from "../item-card.ts";
import { withAnswers } from "../steps/large-answers.ts";
import { pastReviews } from "../steps/past-reviews.ts";
import type { Settling } from "../steps/settle-item.ts";
import { affectedLists, type ListedItem } from "../store/affected-lists.ts";
import { type ItemHistory, itemHistories } from "../store/item-histories.ts";
import { relabellings } from "../store/relabellings.ts";

/** So many buckets make one list: a step that is done whole or again. */
export const BUCKETS_A_LIST = 4;

export interface Looking {
  readonly plan: Relabelling;
  readonly settling: Settling;
  readonly examples: ReadonlySet<ItemId>;
}

/**
 * Looks through the items of the next buckets, as they were at the plan's moment, and writes down those that the change
 * concerns. A list is written once: cut after that, or done twice at once, the one that stands is what is counted.
 */
export const lookFurther = async (
  deps: Deps,
  { plan, ...looking }: Looking,
): Promise<Relabelling["bucketsDone"] | "overtaken"> => {
  const from = plan.bucketsDone;
  const buckets = bucketNames().slice(from, from + BUCKETS_A_LIST);
  const found = await inParallel(buckets, BUCKETS_A_LIST, async (bucket) => {
    const affected: ListedItem[] = [];
    for await (const history of itemHistories(deps).ofBucket(plan.projectId, bucket))
      affected.push(...(await affectedItem(deps, { plan, ...looking }, history)));
    return affected;
  });
  const { projectId, planId } = plan;
  const affected = await affectedLists(deps).putOnce({ projectId, planId, fromBucket: from }, found.flat());
  const bucketsDone = from + buckets.length;
  const isLast = bucketsDone >= bucketNames().length;
  const done = await relabellings(deps).found(plan, { bucketsDone, items: affected.length }, isLast);
  return done === "done" ? bucketsDone : "overtaken";
};

/** The item as it stands on the list, or nothing. */
const affectedItem = async (
  deps: Deps,
  { plan, settling, examples }: Looking,
  { header, annotations, reviews }: ItemHistory,
): Promise<readonly ListedItem[]> => {
  const accepted = annotations.filter(({ acceptedAtMs }) => acceptedAtMs <= plan.asOfMs);
  if (accepted.length === 0) return [];
  const heard = await withAnswers(deps, accepted);
  const past = itemAsOf(header, heard, await pastReviews(deps, reviews), plan.asOfMs, settling, settling.skills);
  const { state } = past.outcome;
  const labels: readonly LabelId[] = past.outcome.state === "agreed" ? labelsIn(past.outcome.value) : [];
  const answers = past.annotations
    .filter(({ current, counted, round }) => current && counted && round === past.round)
    .map(({ answer }) => countsAs(answer, settling.crosswalk));
  const { itemId, source } = header;
  if (!isAffected({ itemId, state, decided: labels, answers }, plan.changes, examples)) return [];
  return [{ itemId, round: past.round, name: itemName(source), before: { state, labels } }];
};
