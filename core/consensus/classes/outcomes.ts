import { assert } from "../../assert.ts";
import { designEffect, RHO } from "../design-effect.ts";
import { TIE } from "../tie.ts";
import { lowerProbabilities, worstRatios } from "./lower-probabilities.ts";
import { addLogErrors, type ShrinkageFit } from "./shrinkage-fit.ts";
import { neverSure, readItem, type ToldLabel } from "./shrinkage-read-out.ts";

/** One annotation as the class engine reads it. An annotator whom the fit has not met is `STRANGER`, or any other number. */
export type ItemAnswer =
  | { readonly kind: "labelled"; readonly annotator: number; readonly label: number }
  | { readonly kind: "none_fit" | "cant_tell" | "unusable"; readonly annotator: number };

export interface OutcomeSettings {
  /** The number of the class that stands for "none of these fit", where the fit has one. */
  readonly noneFit?: number;
  readonly rho?: number;
}

export type Outcome = "labelled" | "none_fit" | "cant_tell" | "unusable" | "unanswered";

/** What an item's annotations come to. */
export interface ItemOutcome {
  /** P(class) to report, by the fit's classes, `none_fit` among them. With `cantTell` they sum to 1. */
  readonly classes: Float64Array;
  readonly noneFit: number;
  /** What no class can be sure of, because somebody could not tell. 0 where everybody could. */
  readonly cantTell: number;
  readonly winner: Outcome;
  /** The winning class, `none_fit`'s number too; of several alike the lowest. −1 where no class wins. */
  readonly label: number;
  /** Another class, or that nobody can tell, is as likely as the winner to a billionth. */
  readonly isTied: boolean;
  /** One annotator found the item unusable: a second is to be asked, whatever the classes say. */
  readonly wantsSecondOpinion: boolean;
}

/** So many annotators are believed that an item is unusable, whatever others say. */
const BELIEVED = 2;

/**
 * Reads one item under fixed beliefs. Pure, and the same to the bit for any order of its annotations.
 *
 * - `none_fit` is one more class.
 * - `cant_tell` takes certainty away: the probability of a class is the least it can be whatever label that annotator
 *   would have given (the lower envelope of Walley, 1991), and what is left over is the probability that nobody can tell.
 *   So no class grows surer when labels are replaced by `cant_tell`. She counts in the design effect.
 * - Where everybody who answered could not tell, no class wins, however common it is: its probability is at most its
 *   prior's share of the chance 1 / (n + 2) that the next one can (Laplace's rule of succession).
 * - `unusable` is about the item: two are believed, one asks for a second opinion; it says nothing about classes.
 * - Nobody answered: the classes' priors, and `unanswered` wins. Everybody could tell: exactly the plain read-out.
 */
export const outcomeOf = (
  answers: readonly ItemAnswer[],
  fit: ShrinkageFit,
  { noneFit, rho = RHO }: OutcomeSettings = {},
): ItemOutcome => {
  const told = inOrder(answers.flatMap((answer) => classOf(answer, noneFit)));
  const unsure = inOrder(answers.filter(({ kind }) => kind === "cant_tell").map((answer) => ({ ...answer, label: 0 })));
  const unusable = new Set(answers.filter(({ kind }) => kind === "unusable").map(({ annotator }) => annotator)).size;
  const { posterior, confidence } = unsure.length === 0 ? readItem(told, fit, rho) : envelope(told, unsure, fit, rho);
  const shown = {
    classes: confidence,
    noneFit: noneFit === undefined ? 0 : (confidence[noneFit] ?? 0),
    cantTell: unsure.length === 0 ? 0 : restOf(confidence),
    wantsSecondOpinion: unusable > 0 && unusable < BELIEVED,
  };
  if (unusable >= BELIEVED) return { ...shown, winner: "unusable", label: -1, isTied: false };
  if (told.length === 0 && unsure.length === 0) return { ...shown, winner: "unanswered", label: -1, isTied: false };
  return { ...shown, ...winnerOf(posterior, unsure.length === 0 ? 0 : restOf(posterior), noneFit) };
};

const classOf = (answer: ItemAnswer, noneFit: number | undefined): readonly ToldLabel[] => {
  if (answer.kind === "labelled") return [answer];
  if (answer.kind !== "none_fit") return [];
  assert(noneFit !== undefined, "a fit for answers that none fits has a class for them");
  return [{ annotator: answer.annotator, label: noneFit }];
};

const inOrder = (told: readonly ToldLabel[]): readonly ToldLabel[] =>
  told.toSorted((a, b) => a.annotator - b.annotator || a.label - b.label);

const envelope = (told: readonly ToldLabel[], unsure: readonly ToldLabel[], fit: ShrinkageFit, rho: number) => {
  const evidence = new Float64Array(fit.labels);
  for (const { annotator, label } of told) addLogErrors(fit, annotator, label, evidence, 0);
  const worst = new Float64Array(fit.labels * fit.labels);
  for (const { annotator } of unsure)
    for (const [cell, ratio] of worstRatios(fit, annotator).entries()) worst[cell]! += ratio;
  const least = (divisor: number): Float64Array => {
    const logs = evidence.map((log, label) => Math.log(fit.classPrior[label]!) + log / divisor);
    return capped(
      lowerProbabilities(
        logs,
        worst.map((ratio) => ratio / divisor),
      ),
      told.length,
      unsure.length,
      fit,
    );
  };
  const confidence = least(designEffect(told.length + unsure.length, rho));
  neverSure(confidence, 0, fit.labels);
  return { posterior: least(1), confidence };
};

/** What even nobody's doubt leaves to the classes where the prior alone would speak, or where there is only one class. */
const capped = (lower: Float64Array, told: number, unsure: number, fit: ShrinkageFit): Float64Array => {
  if (fit.labels === 1) return lower.fill((told + 1) / (told + unsure + 2));
  return told > 0 ? lower : lower.map((least, label) => Math.min(least, fit.classPrior[label]! / (unsure + 2)));
};

/** What the classes leave of 1; rounding never makes it negative. */
const restOf = (classes: Float64Array): number =>
  Math.max(
    0,
    classes.reduce((rest, chance) => rest - chance, 1),
  );

const winnerOf = (posterior: Float64Array, cantTell: number, noneFit: number | undefined) => {
  let label = 0;
  for (let at = 1; at < posterior.length; at += 1) if (posterior[at]! > posterior[label]! + TIE) label = at;
  const most = Math.max(posterior[label]!, cantTell);
  const alike = [...posterior, cantTell].filter((chance) => chance >= most - TIE).length;
  if (cantTell > posterior[label]! + TIE) return { winner: "cant_tell", label: -1, isTied: alike > 1 } as const;
  return { winner: label === noneFit ? "none_fit" : "labelled", label, isTied: alike > 1 } as const;
};
