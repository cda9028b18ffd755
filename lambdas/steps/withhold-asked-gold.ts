import type { ProjectId } from "../../core/ids.ts";
import { refuse } from "../../core/refusal.ts";
import type { ThreadAnchor } from "../../core/thread.ts";
import type { Deps } from "../deps.ts";
import { goldItems } from "../store/gold-items.ts";

const ATTEMPTS = 5;

/**
 * Before anybody's words about an item are stored: if it is gold, it is handed out to nobody further, who could read
 * there what is known of it. What was said of it goes on teaching.
 */
export const withholdAskedGold = async (
  deps: Pick<Deps, "table" | "config">,
  projectId: ProjectId,
  anchor: ThreadAnchor,
): Promise<void> => {
  if (anchor.kind !== "item") return;
  const { itemId } = anchor;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { listed, ver } = await goldItems(deps).find(projectId);
    if (!listed.some((one) => one.itemId === itemId && !one.asked)) return;
    const next = listed.map((one) => (one.itemId === itemId ? { ...one, asked: true as const } : one));
    if ((await goldItems(deps).replace(projectId, next, ver)) === "replaced") return;
  }
  throw refuse("slow-down", "this item is changing just now: try again");
};
