import { isDeepStrictEqual } from "node:util";
import { CLOCK_SKEW_MS_MAX } from "../../../core/assignment.ts";
import type { AnnotatorId, ProjectId } from "../../../core/ids.ts";
import type { Deps } from "../../../lambdas/deps.ts";
import type { StoredAnnotation } from "../../../lambdas/store/annotations.ts";
import { assignments } from "../../../lambdas/store/assignments.ts";
import { goldAnswers } from "../../../lambdas/store/gold-answers.ts";
import type { ItemWithAnnotations } from "../../../lambdas/store/items.ts";

/** Everything that was said of gold, by the people of a world. */
export const goldSaidBy = async (
  deps: Deps,
  projectId: ProjectId,
  people: readonly AnnotatorId[],
): Promise<readonly StoredAnnotation[]> =>
  (await Promise.all(people.map((personId) => goldAnswers(deps).ofPerson(personId, projectId)))).flat();

/** Two handlers that began together may differ by their clocks, and by how long their calls take. */
const TOGETHER_MS = CLOCK_SKEW_MS_MAX + 30_000;

/**
 * I9 of gold: no item knows of what was said of it as gold, it was handed out by an assignment that names it so, and to
 * nobody who had answered it.
 */
export const brokenGold = async (
  deps: Deps,
  projectId: ProjectId,
  said: readonly StoredAnnotation[],
  histories: readonly ItemWithAnnotations[],
): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const { itemId, round, annotatorId, assignmentId, submissionId } of said) {
    const history = histories.find(({ header }) => header.itemId === itemId);
    const { header, annotations = [] } = history ?? {};
    if (annotations.some((one) => one.submissionId === submissionId)) broken.push(`I9 ${itemId}: gold among answers`);
    const own = annotations.filter((one) => one.annotatorId === annotatorId);
    const isCounted = own.some((one) => one.round === header?.round);
    if (header?.answeredBy.includes(annotatorId) && !isCounted) broken.push(`I9 ${itemId}: gold in its header`);
    const assignment = await assignments(deps).find({ annotatorId, projectId, assignmentId });
    const listed = assignment?.items.find((one) => isDeepStrictEqual(one, { itemId, round, gold: true }));
    if (!assignment || !listed) broken.push(`I9 ${itemId}: gold that was not handed out as such`);
    else if (own.some(({ acceptedAtMs }) => acceptedAtMs < assignment.createdAtMs - TOGETHER_MS))
      broken.push(`I9 ${itemId}: gold for one who had answered it`);
  }
  return broken;
};
