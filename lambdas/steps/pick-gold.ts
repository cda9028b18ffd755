import type { Assignment } from "../../core/assignment.ts";
import { comesBackWithoutGold, goldGivenBack, isGold, isGoldDue, mayMeet } from "../../core/gold.ts";
import type { AnnotatorId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { goldAnswers } from "../store/gold-answers.ts";
import { goldItems } from "../store/gold-items.ts";
import { items } from "../store/items.ts";

/** Items looked at for one packet: most that are listed may be met. */
const LOOKS = 3;

interface Meets {
  readonly project: Project;
  readonly annotatorId: AnnotatorId;
  /** Her newest assignments, the newest first. */
  readonly newest: readonly Assignment[];
  /** What the packet would hold without gold. */
  readonly wanted: readonly ItemHeader[];
}

/**
 * Gold for a full packet, when it is due: an item of known answer that she neither holds nor has answered, by chance. What
 * she gave back comes again as it was, with the same gold or without any: what changed would be the gold.
 */
export const pickGold = async (
  deps: Deps,
  { project: { projectId, packetItems }, annotatorId, newest, wanted }: Meets,
): Promise<ItemHeader | undefined> => {
  if (wanted.length < packetItems) return undefined;
  const listed = (await goldItems(deps).recent(projectId, deps.now())).filter(({ asked }) => !asked);
  if (listed.length === 0) return undefined;
  const before = goldGivenBack(newest);
  const isDue = !comesBackWithoutGold(newest, wanted) && isGoldDue(deps.random(), packetItems);
  if (before.length === 0 && !isDue) return undefined;

  const met = await goldAnswers(deps).ofPerson(annotatorId, projectId);
  const held = newest.flatMap(({ items: own, done }) => own.filter(({ itemId }) => !done.includes(itemId)));
  const known = new Set([...met, ...held].map(({ itemId }) => itemId));
  const left = listed.filter(({ itemId }) => !known.has(itemId));
  const again = left.filter(({ itemId }) => before.includes(itemId));
  if (again.length === 0 && !isDue) return undefined;
  const from = Math.floor(deps.random() * left.length);
  const byChance = [...left.slice(from), ...left.slice(0, from)];
  for (const gold of [...again, ...byChance].slice(0, LOOKS)) {
    const found = await items(deps).findWithAnnotations(projectId, gold.itemId);
    if (found && isGold(gold, found.header) && mayMeet(found.header, found.annotations, annotatorId))
      return found.header;
  }
  return undefined;
};
