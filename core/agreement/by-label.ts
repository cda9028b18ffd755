import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type Figure, fromDisagreement, undefinedFigure } from "./figure.ts";
import { labelCounts } from "./label-counts.ts";

/** How well people agree about one label. */
export interface LabelAgreement {
  readonly label: number;
  /** Answers that say it, on items with two answers or more. */
  readonly answers: number;
  /** Krippendorff's alpha of this label against all others taken together. */
  readonly alpha: Figure;
  /** When one person says it, the chance that another does too (specific agreement); undefined where nobody says it. */
  readonly echoed: number | undefined;
}

/** Agreement label by label, in one pass. A label that nobody said, or everybody always, has no variation. */
export const agreementByLabel = (answers: ClassAnswers): readonly LabelAgreement[] => {
  const counts = labelCounts(answers);
  const { labels, pairable, starts, label, count, incomparable } = counts;
  const said = new Float64Array(labels);
  const unlike = new Float64Array(labels);
  let all = 0;
  for (const item of pairable) {
    const size = counts.answers[item]!;
    all += size;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      said[label[at]!]! += count[at]!;
      unlike[label[at]!]! += (count[at]! * (size - count[at]!)) / (size - 1);
    }
  }
  return Array.from(said, (times, at) => ({
    label: at,
    answers: times,
    alpha: incomparable
      ? undefinedFigure(incomparable)
      : fromDisagreement((2 * unlike[at]!) / all, (2 * times * (all - times)) / (all * (all - 1))),
    echoed: times > 0 ? 1 - unlike[at]! / times : undefined,
  }));
};
