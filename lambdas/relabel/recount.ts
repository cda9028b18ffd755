import { currentCounted, decide } from "../../core/decide.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Ontology } from "../../core/ontology.ts";
import { countsAs } from "../../core/ontology-change/crosswalk.ts";
import type { Counts } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { withAnswers } from "../steps/large-answers.ts";
import { type Settling, settleItem } from "../steps/settle-item.ts";
import { skillsAt } from "../steps/skills-of.ts";
import { type ItemHistory, itemHistories } from "../store/item-histories.ts";

/** Items of a bucket under way at once. */
const AT_ONCE = 8;

export interface Recounting {
  readonly project: Project;
  readonly ontology: Ontology;
  readonly settling: Settling;
}

/**
 * Decides items again whose answers name a label that counts as another now, each by the snapshot of skills that it was
 * decided by: nothing but the merge makes a difference. Looked for at this moment and not on the plan's list, for
 * answers that came since count otherwise too. `note` hears of each change as it is made. Nobody is asked: what was decided stays so, even where doubt would ask on.
 */
export const recountBucket = async (
  deps: Deps,
  recounting: Recounting,
  bucket: string,
  note: (change: Partial<Counts>) => void,
): Promise<void> => {
  let waiting: ItemHistory[] = [];
  const recountThese = async (): Promise<void> => {
    await inParallel(waiting, AT_ONCE, async (history) => {
      const change = await recounted(deps, recounting, history);
      if (change) note(change);
    });
    waiting = [];
  };
  for await (const history of itemHistories(deps).ofBucket(recounting.project.projectId, bucket)) {
    waiting.push(history);
    if (waiting.length >= AT_ONCE) await recountThese();
  }
  await recountThese();
};

const recounted = async (
  deps: Deps,
  { project, ontology, settling }: Recounting,
  { header, annotations }: ItemHistory,
): Promise<Partial<Counts> | undefined> => {
  const inRound = annotations.filter(({ round }) => round === header.round);
  const heard = await withAnswers(deps, currentCounted(inRound));
  if (!heard.some(({ answer }) => countsAs(answer, settling.crosswalk) !== answer)) return undefined;
  const own = { ...settling, skills: await skillsAt(deps, project, ontology, header.snapshot) };
  const decision = decide(header, heard, own, own.skills);
  if (decision.state !== "decided") throw new Error(`item ${header.itemId}: every answer is at hand`);
  const next = decision.header;
  if (verdictOf(next) === verdictOf(header) || (next.state === "open" && header.state !== "open")) return undefined;
  const settled = await settleItem(deps, own, header.itemId, { fetchAnswers: true });
  if (settled.state === "contended") throw new Error(`item ${header.itemId}: contended; the queue brings it back`);
  return settled.state === "settled" ? settled.change : undefined;
};

const verdictOf = ({ state, consensus, overlapWanted }: ItemHeader): string =>
  JSON.stringify([state, consensus, overlapWanted]);
