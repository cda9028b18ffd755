import type { VNode } from "preact";
import { inLanguage } from "../../core/localized.ts";
import type { ResponseOf } from "../../lambdas/endpoints.ts";
import { type OperationWords, operationWords } from "../annotate/panels/notice-words.ts";
import { useApp } from "../app.ts";
import { language } from "../i18n/language.ts";
import { date, list, t } from "../i18n/t.ts";
import { Show, useLoaded } from "../parts/loaded.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { labelName } from "../review/label-names.ts";
import type { ProjectShown } from "./project-frame.tsx";
import { retirementWords } from "./retirement-words.ts";

/** Labels that nobody is asked for any more, and as what older answers that name them count. */
export const RetiredLabels = ({ ontology }: { readonly ontology: ProjectShown["ontology"] }): VNode | null => {
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

type OntologyVersionTold = Extract<ResponseOf<"listChanges">["changes"][number], { kind: "ontology" }>;

/** How the labels came to be what they are, newest first: what was done, when, why, and on whose word. */
export const LabelHistory = ({ projectId }: { readonly projectId: string }): VNode => {
  const { api } = useApp();
  const loading = useLoaded(() => api("listChanges", { path: { projectId } }), [projectId]);
  return (
    <section class="card stack">
      <h2>{t("manage.labels.history")}</h2>
      <Show of={loading} skeleton={<Skeleton height={80} count={2} />}>
        {({ changes }) => (
          <ol class="history">
            {changes
              .flatMap((change) => (change.kind === "ontology" ? [change] : []))
              .map((told) => (
                <Version key={told.version} projectId={projectId} told={told} />
              ))}
          </ol>
        )}
      </Show>
    </section>
  );
};

const Version = ({ projectId, told }: { readonly projectId: string; readonly told: OntologyVersionTold }): VNode => {
  const { version, atMs, operations, labels, because } = told;
  return (
    <li class="stack tight">
      <span class="row">
        <strong>{t("manage.labels.version", { version })}</strong>
        <span class="small soft">{date(atMs)}</span>
      </span>
      {operations.map((operation, at) => {
        const { what, more } = wordsOf(told, operation, labels);
        return (
          <p key={at}>
            {what} {more && !what.endsWith(more) && <span class="soft">{more}</span>}
          </p>
        );
      })}
      {because && (
        <>
          <p class="soft">
            {t("changes.why")} <span dir="auto">{because.reason}</span>
          </p>
          <p class="small">
            {because.proposer ? t("changes.proposedBy", { name: because.proposer }) : t("changes.proposed")}{" "}
            <a href={`/p/${projectId}/proposals/${because.proposalId}`}>{t("manage.labels.because")}</a>
          </p>
        </>
      )}
    </li>
  );
};

/** As annotators are told, but for what they are asked to do from then on. */
const wordsOf = (
  { version, from }: OntologyVersionTold,
  operation: OntologyVersionTold["operations"][number],
  labels: OntologyVersionTold["labels"],
): OperationWords => {
  if (operation.kind === "begin" && from === 0 && version === 1) return { what: t("manage.labels.first") };
  if (operation.kind !== "split") return operationWords(operation, labels, language.value);
  const nameOf = (id: string): string => labelName(labels, id);
  const into = list(operation.into.map(({ id }) => nameOf(id)));
  return { what: t("manage.labels.split", { label: nameOf(operation.label), into }) };
};
