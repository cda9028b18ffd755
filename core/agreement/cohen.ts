import { type AgreementWeights, chanceOf } from "./agreement-weights.ts";
import { type Figure, fromAgreement, undefinedFigure } from "./figure.ts";
import { type PairTable, tableShares } from "./pair-table.ts";

/**
 * Cohen's kappa of two annotators (1960; weighted: 1968), on the items that both answered: chance is each drawing from
 * the shares of her own answers. Undefined where they share no item, or each always says the same one label.
 */
export const cohenKappa = (table: PairTable, weights?: AgreementWeights): Figure => {
  if (table.shared === 0) return undefinedFigure("no-pairs");
  const { first, second, agreed } = tableShares(table, weights);
  return fromAgreement(agreed, chanceOf(first, second, weights));
};
