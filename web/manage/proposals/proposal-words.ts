import { list, money, number, t } from "../../i18n/t.ts";
import { labelName } from "../../review/label-names.ts";
import type { ProjectShown } from "../project-frame.tsx";
import type { ProposalListed } from "./inbox-order.ts";

type Labels = ProjectShown["ontology"]["labels"];

/** Every label that a proposal may name: it may have been retired since. */
export const everyLabel = ({ labels, retired }: Pick<ProjectShown["ontology"], "labels" | "retired">): Labels => [
  ...labels,
  ...retired,
];

/** What is asked for, in plain words: "Split “pest”". */
export const askedWords = ({ kind, labels }: Pick<ProposalListed, "kind" | "labels">, known: Labels): string => {
  const names = list(labels.map((id) => t("proposals.quoted", { text: labelName(known, id) })));
  if (kind === "add" || kind === "instruction") return t(`proposals.kind.${kind}`);
  return t(`proposals.asked.${kind}`, { labels: names });
};

export const ageWords = (days: number): string =>
  days === 0 ? t("proposals.age.today") : t("proposals.age", { count: days });

/** Somebody who labels, as others may know her: the name she chose, else her tag in this project. */
export const personWords = ({ name, tag }: ProposalListed["author"]): string => name ?? t("proposals.person", { tag });

interface Range {
  readonly min: number;
  readonly max: number;
}

/** One figure where both are the same. */
export const rangeWords = ({ min, max }: Range, words: (figure: number) => string = number): string =>
  min === max ? words(min) : t("proposals.range", { min: words(min), max: words(max) });

/** Undefined where nobody is paid. */
export const costWords = ({
  amountMicros,
  currency,
}: {
  readonly amountMicros: Range;
  readonly currency?: string | undefined;
}): string | undefined =>
  currency === undefined ? undefined : rangeWords(amountMicros, (figure) => money(figure, currency));
