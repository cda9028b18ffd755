import type { VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import { language } from "../i18n/language.ts";
import { date, t } from "../i18n/t.ts";
import type { ProjectShown } from "./project-frame.tsx";
import { retirementWords } from "./retirement-words.ts";

interface LabelHistoryProps {
  readonly projectId: string;
  readonly ontology: ProjectShown["ontology"];
}

/** Labels that nobody is asked for any more, and as what older answers that name them count. */
export const RetiredLabels = ({ ontology }: Pick<LabelHistoryProps, "ontology">): VNode | null => {
  const { labels, retired } = ontology;
  if (retired.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{t("manage.labels.retired")}</h2>
      <ul class="stack plain">
        {retired.map((label) => (
          <li key={label.id} class="stack tight">
            <span class="row">
              <span class="colour" style={{ background: label.colour }} />
              <strong>{inLanguage(label.names, language.value)}</strong>
              <span class="small soft">{t("manage.labels.retiredIn", { version: label.retiredIn })}</span>
            </span>
            <p>{retirementWords(label.retirement, [...labels, ...retired])}</p>
            <p class="small soft">{t("manage.labels.id", { id: label.id, number: label.number })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Why there is the version in force: what was accepted, with its reason and the proposal behind it. */
export const LabelHistory = ({ projectId, ontology }: LabelHistoryProps): VNode | null => {
  const { version, because, publishedAtMs } = ontology;
  return because ? (
    <section class="card stack">
      <h2>{t("manage.labels.history")}</h2>
      <ol class="stack plain">
        <li class="stack tight">
          <span class="row">
            <strong>{t("manage.labels.version", { version })}</strong>
            <span class="small soft">{date(publishedAtMs)}</span>
          </span>
          <p>{because.reason}</p>
          <a href={`/p/${projectId}/proposals/${because.proposalId}`}>{t("manage.labels.because")}</a>
        </li>
      </ol>
    </section>
  ) : null;
};
