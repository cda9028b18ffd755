import type { Assignment } from "../../core/assignment.ts";
import { isGold, isGoldDue, mayMeet } from "../../core/gold.ts";
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
  /** Her assignments under way. */
  readonly held: readonly Assignment[];
}

/** Gold for one packet, when it is due: an item of known answer that she neither holds nor has answered, by chance. */
export const pickGold = async (
  deps: Deps,
  { project: { projectId, packetItems }, annotatorId, held }: Meets,
): Promise<ItemHeader | undefined> => {
  const listed = await goldItems(deps).recent(projectId, deps.now());
  if (listed.length === 0 || !isGoldDue(deps.random(), packetItems)) return undefined;
  const met = await goldAnswers(deps).ofPerson(annotatorId, projectId);
  const known = new Set([...met, ...held.flatMap((assignment) => assignment.items)].map(({ itemId }) => itemId));
  const left = listed.filter(({ itemId }) => !known.has(itemId));
  const from = Math.floor(deps.random() * left.length);
  for (const gold of [...left.slice(from), ...left.slice(0, from)].slice(0, LOOKS)) {
    const found = await items(deps).findWithAnnotations(projectId, gold.itemId);
    if (found && isGold(gold, found.header) && mayMeet(found.header, found.annotations, annotatorId))
      return found.header;
  }
  return undefined;
};
