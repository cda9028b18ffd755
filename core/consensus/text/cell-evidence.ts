import { designEffect } from "../design-effect.ts";
import { TIE } from "../tie.ts";
import { BARE, type MarkedCell } from "./marked-cells.ts";
import { logOddsOf, ratesOf, type SpanModel } from "./span-model.ts";
import type { SpanAnswer } from "./spans.ts";

/** What the marks of a cell come to. */
export type CellVerdict =
  | { readonly state: "in"; readonly label: number; readonly confidence: number }
  | { readonly state: "out" }
  /** No label, nor "nothing", has more than half of the probability: the labels that lead. */
  | { readonly state: "even"; readonly labels: readonly number[] };

/**
 * Decides one cell. For each label, the log odds against "nothing here" are those of the prior and of each annotator:
 * a mark speaks for it, a bare place against it, by her rates; another label in its place does neither, since she saw
 * something there. Labels and "nothing" share the probability (softmax), so with one label this is the binary naive Bayes
 * of Dawid and Skene (1979) per code point.
 */
export const verdictsOf = (answers: readonly SpanAnswer[], labels: number, model: SpanModel) => {
  const odds = answers.map(({ annotator }) => logOddsOf(ratesOf(model, annotator)));
  const prior = Math.log(model.inside / (1 - model.inside));
  // In the probability that is reported, never in the decision. The figure is the one measured for classes.
  const tempering = designEffect(answers.length);
  return ({ says }: MarkedCell): CellVerdict => {
    const evidence = Array.from({ length: labels }, (_, label) =>
      odds.reduce((sum, { marked, bare }, annotator) => {
        const said = says[annotator]!;
        return said === BARE ? sum + bare : said === label ? sum + marked : sum;
      }, 0),
    );
    const shares = sharesOf(evidence.map((sum) => prior + sum));
    const nothing = 1 - shares.reduce((sum, share) => sum + share, 0);
    const most = Math.max(...shares);
    const leaders = [...shares.keys()].filter((label) => shares[label]! >= most - TIE);
    if (nothing > most + TIE) return { state: "out" };
    if (most <= 0.5 + TIE || leaders.length > 1) return { state: "even", labels: leaders };
    const label = leaders[0]!;
    return { state: "in", label, confidence: sharesOf(evidence.map((sum) => prior + sum / tempering))[label]! };
  };
};

/** Probabilities of the labels from their log odds against nothing, whose own share is what is left. */
const sharesOf = (logOdds: readonly number[]): readonly number[] => {
  const most = Math.max(0, ...logOdds);
  const weights = logOdds.map((value) => Math.exp(value - most));
  const sum = weights.reduce((total, weight) => total + weight, Math.exp(-most));
  return weights.map((weight) => weight / sum);
};
