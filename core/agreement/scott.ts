import { type AgreementWeights, chanceOf } from "./agreement-weights.ts";
import { type Figure, fromAgreement, undefinedFigure } from "./figure.ts";
import { type PairTable, tableShares } from "./pair-table.ts";

/**
 * Scott's pi of two annotators (1955), on the items that both answered: chance is both drawing from the shares of their
 * answers taken together. Undefined where they share no item, or all their answers are alike.
 */
export const scottPi = (table: PairTable, weights?: AgreementWeights): Figure => {
  if (table.shared === 0) return undefinedFigure("no-pairs");
  const { first, second, agreed } = tableShares(table, weights);
  const both = first.map((share, at) => (share + second[at]!) / 2);
  return fromAgreement(agreed, chanceOf(both, both, weights));
};
