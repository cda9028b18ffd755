import type { VNode } from "preact";
import { inLanguage } from "../../../core/localized.ts";
import type { MediaKind } from "../../../core/project.ts";
import type { ChangeShape } from "../../../lambdas/api/changes.ts";
import { language } from "../../i18n/language.ts";
import { date, t } from "../../i18n/t.ts";
import { TextDiff } from "../../parts/text-diff.tsx";
import "../../questions/questions.css";
import { operationWords } from "./notice-words.ts";

interface NoticeChangesProps {
  readonly changes: readonly ChangeShape[];
  readonly media: MediaKind;
}

/** Each change of labels or instructions: what, why, whom it came from if she wants to be named, and an example. */
export const NoticeChanges = ({ changes, media }: NoticeChangesProps): VNode => (
  <>
    {changes.map((change) => (
      <section key={`${change.kind} ${change.version}`} class="stack tight">
        <h3>
          {t(`changes.${change.kind}`, { version: change.version })} <span class="soft small">{date(change.atMs)}</span>
        </h3>
        {change.kind === "ontology" ? (
          <OntologyChanged change={change} media={media} />
        ) : (
          <InstructionsChanged change={change} />
        )}
      </section>
    ))}
  </>
);

interface OntologyChangedProps {
  readonly change: Extract<ChangeShape, { kind: "ontology" }>;
  readonly media: MediaKind;
}

const OntologyChanged = ({ change, media }: OntologyChangedProps): VNode => {
  const { operations, labels, because } = change;
  return (
    <>
      <ul>
        {operations.map((operation, at) => {
          const { what, more } = operationWords(operation, labels, language.value);
          return (
            <li key={at}>
              <bdi>{what}</bdi>
              {/* A label whose meaning is its name needs no telling twice. */}
              {more && !what.endsWith(more) && (
                <p class="soft" dir="auto">
                  {more}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {because && (
        <>
          <p>
            {t("changes.why")} <bdi>{because.reason}</bdi>
          </p>
          <p class="small soft">
            {because.proposer === undefined ? (
              t("changes.proposed")
            ) : (
              <bdi>{t("changes.proposedBy", { name: because.proposer })}</bdi>
            )}
          </p>
          {because.example?.url && media === "image" && (
            <img class="seen-on" src={because.example.url} alt={t("changes.example")} decoding="async" />
          )}
          {because.example?.text !== undefined && (
            <p class="told" dir="auto">
              {because.example.text}
            </p>
          )}
        </>
      )}
    </>
  );
};

const InstructionsChanged = ({ change }: { readonly change: ChangeShape & { kind: "instructions" } }): VNode => {
  const { before, text, because } = change;
  const languages = [...new Set([...Object.keys(before ?? {}), ...Object.keys(text)])].filter(
    (tag) => before?.[tag] !== text[tag],
  );
  // In her language if they changed in it, else in what she would be shown.
  const shown = languages.includes(language.value) ? [language.value] : languages;
  return (
    <>
      {because && <p class="soft">{t("threadId" in because ? "changes.fromQuestion" : "changes.fromProposal")}</p>}
      {before === undefined ? (
        <p class="told" dir="auto">
          {inLanguage(text, language.value)}
        </p>
      ) : (
        shown.map((tag) => <TextDiff key={tag} before={before[tag] ?? ""} after={text[tag] ?? ""} language={tag} />)
      )}
    </>
  );
};
