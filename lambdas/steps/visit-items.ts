import type { Answer } from "../../core/annotation.ts";
import type { ProjectId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { type ItemHistory, itemHistories } from "../store/item-histories.ts";
import { withAnswers } from "./large-answers.ts";

/** Buckets read at once. */
const AT_ONCE = 8;

/** An item with all that was said of it, large answers fetched. */
export interface AnsweredHistory extends ItemHistory {
  readonly annotations: readonly (ItemHistory["annotations"][number] & { readonly answer: Answer })[];
}

/** Reads every item of a project that somebody has answered, in no order, a page at a time. */
export const visitAnswered = async (
  deps: Deps,
  projectId: ProjectId,
  visit: (history: AnsweredHistory) => Promise<void>,
): Promise<void> => {
  await inParallel(bucketNames(), AT_ONCE, async (bucket) => {
    for await (const history of itemHistories(deps).ofBucket(projectId, bucket)) {
      if (history.annotations.length === 0) continue;
      await visit({ ...history, annotations: await withAnswers(deps, history.annotations) });
    }
  });
};
