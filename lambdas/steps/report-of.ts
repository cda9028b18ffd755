import type { AgreementReport as Figures } from "../../core/agreement/agreement-report.ts";
import type { Figure } from "../../core/agreement/figure.ts";
import type { SpecialRate, SpecialRates } from "../../core/agreement/special-rates.ts";
import { NONE_FIT } from "../../core/consensus/project-answers.ts";
import type { AgreementReport } from "../api/agreement.ts";

type ShownRate = Omit<NonNullable<AgreementReport["special"]>["byLabel"][number], "label">;
export type NamedItem = AgreementReport["confused"][number]["examples"][number];

/** The figures with the items' names put back in, as the API shows them. */
export const reportOf = (
  figures: Figures,
  items: readonly NamedItem[],
  changed: AgreementReport["changed"],
  special: SpecialRates,
): AgreementReport => {
  const named = (item: number): NamedItem => {
    const found = items[item];
    if (!found) throw new Error(`there is no item ${item}`);
    return found;
  };
  const { interval } = figures.alpha;
  return {
    answers: figures.answers,
    items: figures.items,
    itemsCompared: figures.itemsCompared,
    annotators: figures.annotators,
    alpha: shown(figures.alpha.figure),
    ...(interval.kind === "interval" && { alphaInterval: { low: interval.low, high: interval.high } }),
    percent: shown(figures.percent),
    gwetAc1: shown(figures.gwetAc1),
    byLabel: figures.byLabel.map(({ label, answers, alpha }) => ({ label: said(label), answers, alpha: shown(alpha) })),
    confused: figures.confused.map(({ labels: [one, other], share, items: on, examples }) => ({
      labels: [said(one), said(other)],
      share,
      items: on,
      examples: examples.map(named),
    })),
    disputed: figures.disputed.map(({ item, disagreement, answers }) => ({ ...named(item), disagreement, answers })),
    changed,
    special: {
      byLabel: special.byLabel.map(({ label, ...rate }) => ({ label, ...shownRate(rate) })),
      byInstructions: special.byInstructions.map(({ version, ...rate }) => ({ version, ...shownRate(rate) })),
    },
  };
};

const shownRate = ({ reasons, ...counts }: SpecialRate): ShownRate => ({ ...counts, reasons: { ...reasons } });

const said = (label: string): string => (label === NONE_FIT ? "none_fit" : label);

const shown = (figure: Figure): AgreementReport["alpha"] =>
  figure.kind === "value" ? { kind: "value", value: figure.value } : { kind: "undefined", why: figure.why };
