import type { VNode } from "preact";
import { number, t } from "../../i18n/t.ts";
import { Figure } from "../figure.tsx";
import type { Plan } from "./followed-plan.ts";
import { costWords, rangeWords } from "./proposal-words.ts";

/** What asking again takes: one figure where least and most are the same. */
export const CostFigures = ({ cost }: { readonly cost: Plan["cost"] }): VNode => {
  const { items, annotations } = cost;
  const isExact = annotations.min === annotations.max;
  return (
    <div class="figures">
      <Figure name={t("proposals.cost.items")} figure={number(items)} under={t("proposals.cost.itemsUnder")} />
      <Figure
        name={t("proposals.cost.answers")}
        figure={rangeWords(annotations)}
        under={t(isExact ? "proposals.cost.exact" : "proposals.cost.differ")}
      />
      <Figure
        name={t("proposals.cost.money")}
        figure={costWords(cost) ?? t("proposals.cost.nothing")}
        under={t(cost.currency === undefined ? "proposals.cost.unpaid" : "proposals.cost.paid")}
      />
    </div>
  );
};
