import type { AnnotatorId, LabelId } from "../ids.ts";
import type { LabelledAnswer, PartResult } from "./labelled.ts";
import type { Doubt } from "./result.ts";
import { byText, isMajority, leadersOf, tally } from "./tally.ts";

/** Labels that hold, and everyone who chose each label that anyone chose. */
export interface ClassesPart {
  readonly classes: readonly LabelId[];
  readonly support: readonly { readonly label: LabelId; readonly annotators: readonly AnnotatorId[] }[];
}

/**
 * Tool `class`: labels exclude each other. The label of more than half of all annotators holds; those with a special
 * answer count among "all", so two of five are not a majority because the other three could not tell. No label holds:
 * the part is empty, and the caller names the leaders among labels and special answers alike.
 */
export const voteOneClass = (
  answers: readonly LabelledAnswer[],
  annotators: number,
): PartResult<ClassesPart, Doubt> => {
  const counts = tally(answers.flatMap(({ value }) => value.classes?.slice(0, 1) ?? []));
  const leaders = leadersOf(counts);
  const [winner] = leaders;
  const votes = (winner && counts.get(winner)) ?? 0;
  const support = supportOf(answers);
  if (winner && isMajority(votes, annotators)) {
    return { part: { classes: [winner], support }, backing: [votes], doubts: [] };
  }
  return { part: { classes: [], support }, backing: [votes], doubts: [] };
};

/**
 * Tool `classes`: each label is a vote of its own. It holds when more than half of all annotators chose it, it is out
 * when more than half gave labels without it, and else it is in doubt.
 */
export const voteEachClass = (
  answers: readonly LabelledAnswer[],
  annotators: number,
): PartResult<ClassesPart, Doubt> => {
  const support = supportOf(answers);
  const votes = support.map(({ label, annotators: chose }) => ({
    label,
    yes: chose.length,
    no: answers.length - chose.length,
  }));
  const doubtful = votes.filter(({ yes, no }) => !isMajority(Math.max(yes, no), annotators));
  return {
    part: { classes: votes.filter(({ yes }) => isMajority(yes, annotators)).map(({ label }) => label), support },
    backing: votes.map(({ yes, no }) => Math.max(yes, no)),
    doubts: doubtful.map(({ label }) => ({ about: "label", label })),
  };
};

const supportOf = (answers: readonly LabelledAnswer[]): ClassesPart["support"] => {
  const behind = new Map<LabelId, AnnotatorId[]>();
  for (const { annotatorId, value } of answers) {
    for (const label of new Set(value.classes)) behind.set(label, [...(behind.get(label) ?? []), annotatorId]);
  }
  return [...behind]
    .sort(([a], [b]) => byText(a, b))
    .map(([label, annotators]) => ({ label, annotators: annotators.sort() }));
};
