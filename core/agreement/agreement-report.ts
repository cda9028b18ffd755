import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { krippendorffAlpha } from "./alpha.ts";
import { type BootstrapInterval, bootstrapInterval } from "./bootstrap.ts";
import { brennanPrediger } from "./brennan-prediger.ts";
import { agreementByLabel } from "./by-label.ts";
import { confusedPairs } from "./confused-pairs.ts";
import { disputedItems } from "./disputed-items.ts";
import type { Figure, Measure, Random, UndefinedFigure } from "./figure.ts";
import { fleissKappa } from "./fleiss.ts";
import { gwetAc } from "./gwet.ts";
import { percentAgreement } from "./percent-agreement.ts";
import { type Level, scaleOf } from "./scale.ts";

/** Plain values only: it goes to a file as JSON. Items are numbers, so that who holds their names can put them back. */
export interface AgreementReport {
  readonly level: Level;
  readonly answers: number;
  readonly items: number;
  /** Items with two answers or more: the others say nothing about agreement. */
  readonly itemsCompared: number;
  /** Annotators with an answer. */
  readonly annotators: number;
  /** Pairs of answers to the same item. */
  readonly pairs: number;
  /** Krippendorff's alpha at the level, with its interval over items. */
  readonly alpha: { readonly figure: Figure; readonly interval: BootstrapInterval | UndefinedFigure };
  /** These four take labels as mere names, whatever the level. */
  readonly percent: Figure;
  readonly fleiss: Figure;
  readonly gwetAc1: Figure;
  readonly brennanPrediger: Figure;
  readonly byLabel: readonly ReportedLabel[];
  readonly confused: readonly ReportedPair[];
  readonly disputed: readonly { readonly item: number; readonly disagreement: number; readonly answers: number }[];
}

export interface ReportedLabel {
  readonly label: string;
  readonly answers: number;
  readonly alpha: Figure;
  readonly echoed: number | null;
}

export interface ReportedPair {
  readonly labels: readonly [string, string];
  readonly share: number;
  readonly items: number;
  readonly examples: readonly number[];
}

const MOST = 20;

/**
 * All figures of a set of answers that a vendor asks for first. Levels above nominal need labels that are numbers, and
 * refuse others. The same answers, names and generator state give the same bytes.
 */
export const agreementReport = (
  answers: ClassAnswers,
  labelNames: readonly string[],
  level: Level,
  random: Random,
): AgreementReport => {
  const scale = scaleOf(level, labelNames);
  const alpha = krippendorffAlpha(answers, scale);
  const nameOf = (label: number): string => labelNames[label] ?? String(label);
  return {
    level,
    answers: answers.label.length,
    ...sizesOf(answers),
    alpha: { figure: alpha.figure(), interval: bootstrapInterval(alpha, random) },
    percent: figureOf(percentAgreement(answers)),
    fleiss: figureOf(fleissKappa(answers)),
    gwetAc1: figureOf(gwetAc(answers)),
    brennanPrediger: figureOf(brennanPrediger(answers)),
    byLabel: agreementByLabel(answers).map(({ label, echoed, ...rest }) => ({
      label: nameOf(label),
      ...rest,
      echoed: echoed ?? null,
    })),
    confused: confusedPairs(answers, { most: MOST }).map(({ labels: [a, b], ...rest }) => ({
      labels: [nameOf(a), nameOf(b)],
      ...rest,
    })),
    disputed: disputedItems(answers, scale, MOST),
  };
};

const figureOf = (measure: Measure): Figure => measure.figure();

const sizesOf = ({ items, starts, annotator }: ClassAnswers) => {
  let answered = 0;
  let compared = 0;
  let pairs = 0;
  for (let item = 0; item < items; item += 1) {
    const size = starts[item + 1]! - starts[item]!;
    if (size > 0) answered += 1;
    if (size > 1) compared += 1;
    pairs += (size * (size - 1)) / 2;
  }
  return { items: answered, itemsCompared: compared, annotators: new Set(annotator).size, pairs };
};
