import { CLOCK_SKEW_MS_MAX } from "../../../core/assignment.ts";
import type { AnnotatorId } from "../../../core/ids.ts";
import { type ItemHeader, wanted } from "../../../core/item.ts";
import type { Project } from "../../../core/project.ts";
import { annotations } from "../../../lambdas/store/annotations.ts";
import { assignments } from "../../../lambdas/store/assignments.ts";
import type { World } from "../world/world.ts";

/** At each write of a header: nobody's write is passed over; I3 and I4 for each claim as it is granted, I5 as it goes. */
export const watchClaims = (world: World, { overlap }: Project): { readonly broken: string[] } => {
  const broken: string[] = [];
  world.onHeader(async (next, before) => {
    if (before && next.ver !== before.ver + 1) broken.push(`${next.itemId}: a write was passed over at ${next.ver}`);
    broken.push(...(await droppedUnseen(world, next, before)));
    const isNew = (annotatorId: string) => before?.round !== next.round || !(annotatorId in before.claims);
    for (const [annotator, token] of Object.entries(next.claims).filter(([annotator]) => isNew(annotator))) {
      const annotatorId = annotator as AnnotatorId;
      const taken = next.answeredBy.length + Object.keys(next.claims).length;
      if (taken > wanted(next, overlap)) broken.push(`I3 ${next.itemId}: ${taken} of ${wanted(next, overlap)}`);
      if (next.answeredBy.includes(annotatorId)) broken.push(`I3 ${next.itemId}: claimed by one who has answered`);
      const { projectId } = next;
      const listed = await assignments(world.deps).find({ annotatorId, projectId, assignmentId: token });
      const asked = listed?.items.find(({ itemId }) => itemId === next.itemId);
      if (!asked) broken.push(`I4 ${next.itemId}: unlisted claim`);
      if (asked?.gold) broken.push(`I9 ${next.itemId}: gold is claimed`);
    }
  });
  return { broken };
};

/** I5: a claim goes with its answer, or because its assignment has ended, by hand or by time. */
const droppedUnseen = async (
  { deps }: World,
  next: ItemHeader,
  before: ItemHeader | undefined,
): Promise<readonly string[]> => {
  const { projectId, itemId, round } = next;
  if (before?.round !== round) return [];
  const broken: string[] = [];
  const nowMs = deps.now() + CLOCK_SKEW_MS_MAX / 2;
  for (const [person, assignmentId] of Object.entries(before.claims).filter(([person]) => !(person in next.claims))) {
    const annotatorId = person as AnnotatorId;
    const own = await annotations(deps).ofAnnotator(projectId, itemId, round, annotatorId);
    const held = await assignments(deps).find({ annotatorId, projectId, assignmentId });
    // Re-armed for an answer that is on its way while somebody who saw the lease over was dropping the claim.
    const hadEnded = held && held.firstLeaseUntilMs <= nowMs && held.unsettled.length > 0;
    if (own.length === 0 && !hadEnded && (!held || held.leaseUntilMs > nowMs))
      broken.push(`I5 ${itemId}: a claim was dropped unseen`);
  }
  return broken;
};
