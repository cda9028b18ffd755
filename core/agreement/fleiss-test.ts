import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type UndefinedFigure, undefinedFigure } from "./figure.ts";
import { fleissKappa } from "./fleiss.ts";
import { fleissByLabel } from "./fleiss-by-label.ts";
import { labelCounts } from "./label-counts.ts";

/** Whether agreement is more than chance: kappa over its standard error under chance. */
export interface FleissTest {
  readonly kind: "value";
  readonly standardError: number;
  /** Above 1.96, chance alone gives as much in less than one of forty sets. */
  readonly z: number;
  /** By label; undefined where the label's kappa is. */
  readonly byLabel: readonly (number | undefined)[];
}

/**
 * The test of Fleiss' kappa with the standard error of Fleiss, Nee and Landis (1979). Only for the same number of answers
 * to each item; undefined with the reason otherwise.
 */
export const fleissTest = (answers: ClassAnswers): FleissTest | UndefinedFigure => {
  const counts = labelCounts(answers);
  const kappa = fleissKappa(answers).figure();
  if (kappa.kind === "undefined") return kappa;
  const size = counts.answers[0]!;
  if (counts.answers.some((other) => other !== size)) return undefinedFigure("unequal-answers");
  const share = new Float64Array(counts.labels);
  for (let at = 0; at < counts.label.length; at += 1) {
    share[counts.label[at]!]! += counts.count[at]! / (counts.items * size);
  }
  let spread = 0;
  let skew = 0;
  for (const p of share) {
    spread += p * (1 - p);
    skew += p * (1 - p) * (1 - 2 * p);
  }
  const pairs = counts.items * size * (size - 1);
  const standardError = Math.sqrt((2 / pairs) * (spread ** 2 - skew)) / spread;
  const errorOfLabel = Math.sqrt(2 / pairs);
  return {
    kind: "value",
    standardError,
    z: kappa.value / standardError,
    byLabel: fleissByLabel(answers).map((one) => (one.kind === "value" ? one.value / errorOfLabel : undefined)),
  };
};
