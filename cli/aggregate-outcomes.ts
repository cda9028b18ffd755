import type { ClassAnswers } from "../core/consensus/classes/class-answers.ts";
import { type ItemAnswer, type ItemOutcome, outcomeOf } from "../core/consensus/classes/outcomes.ts";
import { fitShrinkage } from "../core/consensus/classes/shrinkage.ts";
import type { Decided } from "./aggregate-fuse.ts";
import { goldOf } from "./aggregate-known.ts";
import { RESERVED } from "./crowd-csv/answer-rows.ts";
import type { KnownLabel } from "./crowd-csv/known-labels.ts";
import { labelNamesOf, type NumberedAnswers } from "./crowd-csv/numbered-answers.ts";
import type { Places } from "./crowd-csv/places.ts";

export interface OutcomeGround {
  /** Which labels of the file are classes. */
  readonly classes: readonly number[];
  readonly places: Places;
  /** The answers that name a class. */
  readonly plain: ClassAnswers;
  readonly gold: readonly KnownLabel[] | undefined;
}

/**
 * Puts what was decided from classes alone among all labels of the file, and decides each item that has a special
 * answer as an outcome. Gold stays. A prediction does not speak there: what people could not tell it would only guess.
 */
export const specialOutcomes = (
  numbered: NumberedAnswers,
  { classes, places, plain, gold = [] }: OutcomeGround,
  decided: Decided,
): Decided => {
  const { answers } = numbered;
  const names = labelNamesOf(numbered);
  const special = { cantTell: names.indexOf(RESERVED.cant_tell), unusable: names.indexOf(RESERVED.unusable) };
  const noneFit = classes.indexOf(names.indexOf(RESERVED.none_fit));
  const known = goldOf(gold, places);
  const fit = fitShrinkage(plain, known);
  const settings = { ...(noneFit >= 0 && { noneFit }), ...(decided.choice && { rho: decided.choice.rho }) };
  const label = decided.label.map((one) => classes[one]!);
  const tied = decided.tied.slice();
  const chances = new Float64Array(answers.items * answers.labels);
  for (let item = 0; item < answers.items; item += 1) {
    const row = chances.subarray(item * answers.labels, (item + 1) * answers.labels);
    for (const [at, place] of classes.entries()) row[place] = decided.chances[item * plain.labels + at]!;
    const said = plain.starts[item + 1]! - plain.starts[item]!;
    const all = answers.starts[item + 1]! - answers.starts[item]!;
    if (said === all || known[item]! >= 0) continue;
    const outcome = outcomeOf(answersTo(item, numbered, places, special), fit, settings);
    label[item] = labelOf(outcome, classes, special);
    tied[item] = outcome.isTied ? 1 : 0;
    writeChances(row, outcome, classes, special, shareUnusable(item, numbered, special));
  }
  return { ...decided, label, tied, chances };
};

interface Special {
  readonly cantTell: number;
  readonly unusable: number;
}

const answersTo = (
  item: number,
  { answers }: NumberedAnswers,
  { classOf }: Places,
  special: Special,
): readonly ItemAnswer[] => {
  const found: ItemAnswer[] = [];
  for (let at = answers.starts[item]!; at < answers.starts[item + 1]!; at += 1) {
    const annotator = answers.annotator[at]!;
    const place = answers.label[at]!;
    if (place === special.cantTell) found.push({ kind: "cant_tell", annotator });
    else if (place === special.unusable) found.push({ kind: "unusable", annotator });
    else found.push({ kind: "labelled", annotator, label: classOf[place]! });
  }
  return found;
};

/** What is written as the label. Of an item whose only answer is one `unusable`, that. */
const labelOf = ({ winner, label }: ItemOutcome, classes: readonly number[], special: Special): number => {
  if (winner === "cant_tell") return special.cantTell;
  if (winner === "unusable" || winner === "unanswered") return special.unusable;
  return classes[label]!;
};

/** How sure it is that an item is unusable: one more than said so, of two more than answered (Laplace). 0 if nobody did. */
const shareUnusable = (item: number, { answers }: NumberedAnswers, { unusable }: Special): number => {
  let said = 0;
  for (let at = answers.starts[item]!; at < answers.starts[item + 1]!; at += 1)
    if (answers.label[at] === unusable) said += 1;
  return said === 0 ? 0 : (said + 1) / (answers.starts[item + 1]! - answers.starts[item]! + 2);
};

const writeChances = (
  row: Float64Array,
  { classes: chances, cantTell }: ItemOutcome,
  classes: readonly number[],
  special: Special,
  unusable: number,
): void => {
  row.fill(0);
  for (const [at, place] of classes.entries()) row[place] = (1 - unusable) * chances[at]!;
  if (special.cantTell >= 0) row[special.cantTell] = (1 - unusable) * cantTell;
  if (special.unusable >= 0) row[special.unusable] = unusable;
};
