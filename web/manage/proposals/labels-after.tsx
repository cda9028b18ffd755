import type { VNode } from "preact";
import { inLanguage } from "../../../core/localized.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { Pill } from "../../parts/pill.tsx";
import type { ProjectShown } from "../project-frame.tsx";
import { retirementWords } from "../retirement-words.ts";
import type { Plan } from "./followed-plan.ts";
import { ontologyAfter } from "./ontology-after.ts";

interface LabelsAfterProps {
  readonly before: ProjectShown["ontology"];
  readonly plan: Plan;
}

/** The labels as they would be, and what becomes of older answers to those that go. */
export const LabelsAfter = ({ before, plan }: LabelsAfterProps): VNode => {
  const { made, changed, kept, gone } = ontologyAfter(before, plan.ontology);
  const nameOf = ({ names }: { readonly names: Readonly<Record<string, string>> }): string =>
    inLanguage(names, language.value);
  const known = [...plan.ontology.labels, ...plan.ontology.retired];
  return (
    <>
      <h4>{t("proposals.after")}</h4>
      <ul class="labels-after">
        {made.map((label) => (
          <li key={label.id}>
            <span class="colour" style={{ background: label.colour }} /> <strong>{nameOf(label)}</strong>{" "}
            <Pill tone="leaf">{t("proposals.after.new")}</Pill>
            {label.parent && (
              <span class="small soft">
                {t("proposals.after.under", { label: nameOf(known.find(({ id }) => id === label.parent) ?? label) })}
              </span>
            )}
          </li>
        ))}
        {changed.map(({ before: was, now }) => (
          <li key={now.id}>
            <span class="colour" style={{ background: now.colour }} /> <strong>{nameOf(now)}</strong>{" "}
            <Pill tone="sky">{t("proposals.after.changed")}</Pill>
            {nameOf(was) !== nameOf(now) && (
              <span class="small soft">{t("proposals.after.was", { name: nameOf(was) })}</span>
            )}
          </li>
        ))}
        {kept.map((label) => (
          <li key={label.id}>
            <span class="colour" style={{ background: label.colour }} /> {nameOf(label)}{" "}
            <span class="small soft">{t("proposals.after.kept")}</span>
          </li>
        ))}
        {gone.map((label) => (
          <li key={label.id}>
            <span class="colour" style={{ background: label.colour }} /> <s>{nameOf(label)}</s>{" "}
            <Pill tone="ochre">{t("proposals.after.gone")}</Pill>
            <span class="small soft">{retirementWords(label.retirement, known)}</span>
          </li>
        ))}
      </ul>
    </>
  );
};
