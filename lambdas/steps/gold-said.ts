import type { ItemLabel } from "../../core/consensus/online/numbered-answers.ts";
import { classOf, labelsSaid } from "../../core/consensus/project-answers.ts";
import { isGold } from "../../core/gold.ts";
import type { ProjectId } from "../../core/ids.ts";
import { type Crosswalk, countsAs } from "../../core/ontology-change/crosswalk.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { goldAnswers } from "../store/gold-answers.ts";
import { goldItems } from "../store/gold-items.ts";
import { items } from "../store/items.ts";
import { withAnswers } from "./large-answers.ts";
import { settledAnswer } from "./settled-answer.ts";

interface GoldSaid {
  readonly said: readonly ItemLabel[];
  /** Known labels by item. */
  readonly known: ReadonlyMap<string, string>;
  /** Of the list of gold. */
  readonly ver: number;
}

const AT_ONCE = 4;

/**
 * What people said of the gold that is in force, beside what is known of it. Heard is the first thing that each said: a
 * correction came after she was told. Gold that was taken back or re-opened teaches nothing, as if it had never been.
 */
export const goldSaid = async (
  deps: Deps,
  projectId: ProjectId,
  asOfMs: number,
  crosswalk: Crosswalk,
): Promise<GoldSaid> => {
  const { listed, ver } = await goldItems(deps).find(projectId);
  const known = new Map<string, string>();
  const said = await inParallel(listed, AT_ONCE, async (gold) => {
    const header = await items(deps).find(projectId, gold.itemId);
    const settled = header && isGold(gold, header) ? await settledAnswer(deps, header) : undefined;
    const label = settled && classOf(countsAs(settled, crosswalk));
    if (label === undefined) return [];
    known.set(gold.itemId, label);
    const all = await goldAnswers(deps).ofItem(projectId, gold);
    const firsts = firstOfEach(all.filter(({ revision, acceptedAtMs }) => revision === 1 && acceptedAtMs <= asOfMs));
    const heard = firsts.filter(({ counted }) => counted);
    const answers = await withAnswers(deps, heard);
    return labelsSaid({
      itemId: gold.itemId,
      answers: answers.map((one) => ({ ...one, answer: countsAs(one.answer, crosswalk) })),
    });
  });
  return { said: said.flat(), known, ver };
};

const firstOfEach = <One extends { readonly annotatorId: string; readonly acceptedAtMs: number }>(
  all: readonly One[],
): readonly One[] => {
  const inOrder = all.toSorted((a, b) => a.acceptedAtMs - b.acceptedAtMs);
  return [...Map.groupBy(inOrder, ({ annotatorId }) => annotatorId).values()].flatMap((own) => own.slice(0, 1));
};
