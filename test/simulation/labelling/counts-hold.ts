import { countsNow, NO_COUNTS } from "../../../core/progress.ts";
import { items } from "../../../lambdas/store/items.ts";
import { stats } from "../../../lambdas/store/stats.ts";
import type { Play } from "./play.ts";

/** What a vendor is shown of the progress is what is there, once scrub has walked: what a crash kept from the sums is in it. */
export const brokenCounts = async ({ world, itemIds }: Play): Promise<readonly string[]> => {
  const { deps, projectId } = world;
  const { counted } = await stats(deps).exact(projectId);
  if (!counted) return ["the items were never counted"];
  const shown = countsNow(counted.counts, counted.liveThen, await stats(deps).live(projectId));
  const truth = { ...NO_COUNTS };
  for (const itemId of itemIds) {
    const found = await items(deps).findWithAnnotations(projectId, itemId);
    if (!found) continue;
    truth[found.header.state] += 1;
    truth.annotations += found.annotations.filter(({ revision }) => revision === 1).length;
  }
  const wrong = (Object.keys(truth) as (keyof typeof truth)[]).filter((name) => shown[name] !== truth[name]);
  return wrong.map((name) => `counts: ${shown[name]} ${name} are shown, ${truth[name]} are there`);
};
