import { winnersOf } from "../classes/class-fit.ts";
import { readItem } from "../classes/shrinkage-read-out.ts";
import { annotatorNumber, type KnownSkills, labelNumber } from "./known-skills.ts";

/** Who says which label of one item: one answer of each annotator. */
export interface SaidLabel {
  readonly annotatorId: string;
  readonly label: string;
}

/** What the labels given to one item come to under one snapshot. Arrays are by the number of the label. */
export interface ItemPosterior {
  /** The calibrated P(label) to report; sums to 1, none is 1. */
  readonly probabilities: Float64Array;
  /** The label's number that wins, as if annotators erred independently; of several alike the lowest. */
  readonly winner: number;
  /** Another is as likely to a billionth. Without answers the class prior decides, or ties. */
  readonly isTied: boolean;
  /** The winner's probability. */
  readonly confidence: number;
  readonly votes: Int32Array;
  readonly answers: number;
}

/**
 * Decides one item by what a snapshot says: microseconds, and the same bits for any order of the answers and any other
 * items. Evidence of n answers is divided by 1 + ρ(n − 1) before it is reported, as annotators err alike on hard items;
 * the winner is that of the whole evidence. For answers with `cant_tell`, `none_fit` or `unusable` among them see
 * classes/outcomes.ts, which reads the same skills.
 */
export const posteriorOf = (
  answers: readonly SaidLabel[],
  skills: KnownSkills,
  rho: number = skills.rho,
): ItemPosterior => {
  const { fit } = skills;
  const told = answers.map(({ annotatorId, label }) => ({
    annotator: annotatorNumber(skills, annotatorId),
    label: labelNumber(skills, label),
  }));
  told.sort((a, b) => a.annotator - b.annotator || a.label - b.label);
  const votes = new Int32Array(fit.labels);
  for (const { label } of told) votes[label]! += 1;
  const { posterior, confidence: probabilities } = readItem(told, fit, rho);
  const { label, tied } = winnersOf(posterior, fit.labels);
  const winner = label[0]!;
  return {
    probabilities,
    winner,
    isTied: tied[0] === 1,
    confidence: probabilities[winner]!,
    votes,
    answers: told.length,
  };
};
