import type { ProjectId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { type ItemHistory, itemHistories } from "../store/item-histories.ts";

/** Buckets read at once. */
const AT_ONCE = 8;

/** Reads every item of a project with all that was said of it, in no order, a page at a time. */
export const visitItems = async (
  deps: Deps,
  projectId: ProjectId,
  visit: (history: ItemHistory) => void | Promise<void>,
): Promise<void> => {
  await inParallel(bucketNames(), AT_ONCE, async (bucket) => {
    for await (const history of itemHistories(deps).ofBucket(projectId, bucket)) await visit(history);
  });
};
