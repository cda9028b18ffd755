import type { BundleContext, ExportedItem } from "./exported-item.ts";
import { answerCounts, labelCounts } from "./json-shapes.ts";

/**
 * `undecided.jsonl`: what the other files leave out, and why. None of these is background: a format in which "no
 * object" means "nothing there" must never hold them.
 */
export const undecidedLine = (
  item: ExportedItem,
  { crosswalk }: Pick<BundleContext, "crosswalk">,
): string | undefined => {
  const { outcome } = item;
  if (outcome.state === "agreed") return undefined;
  return JSON.stringify({
    item: item.itemId,
    file_name: item.name,
    state: outcome.state,
    round: item.round,
    ...(outcome.state === "rejected" && { reason: outcome.code, message: outcome.message }),
    reviewed: item.reviewed,
    answers: answerCounts(item),
    label_counts: labelCounts(item, crosswalk),
  });
};
