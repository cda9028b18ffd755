import type { VNode } from "preact";
import { inLanguage } from "../../../core/localized.ts";
import { language } from "../../i18n/language.ts";
import { t } from "../../i18n/t.ts";
import { Field } from "../../parts/field.tsx";
import { CHANGE_KINDS, type ChangeDraft, type ChangeWrong, type OntologyInForce } from "./change-draft.ts";
import { EveryLanguageField } from "./every-language-field.tsx";
import { NewLabelFields } from "./new-label-fields.tsx";
import { SplitFields } from "./split-fields.tsx";

interface ChangeEditorProps {
  readonly draft: ChangeDraft;
  readonly onDraft: (draft: ChangeDraft) => void;
  readonly ontology: OntologyInForce;
  /** What keeps it from being looked into, once that was tried. */
  readonly wrong: ChangeWrong | undefined;
}

/** What is accepted: at first what was proposed, and the vendor may alter all of it, the kind of change too. */
export const ChangeEditor = ({ draft, onDraft, ontology, wrong }: ChangeEditorProps): VNode => {
  const put = (part: Partial<ChangeDraft>): void => onDraft({ ...draft, ...part });
  const { kind } = draft;
  const ofLabel = kind === "split" || kind === "rename" || kind === "redefine" || kind === "deprecate";
  const complaint = (one: ChangeWrong): string | undefined =>
    wrong === one ? t(`proposals.change.wrong.${one}`) : undefined;
  return (
    <section class="card stack">
      <h3>{t("proposals.change")}</h3>
      <p class="soft small">{t("proposals.change.hint")}</p>
      <Choose
        label={t("proposals.change.kind")}
        value={kind}
        options={CHANGE_KINDS.map((one) => ({ value: one, text: t(`proposals.change.kind.${one}`) }))}
        onValue={(value) => put({ kind: CHANGE_KINDS.find((one) => one === value) ?? kind })}
      />
      {ofLabel && (
        <Choose
          label={t("proposals.change.label")}
          value={draft.label}
          options={labelOptions(ontology, t("proposals.change.choose"))}
          wrong={complaint("label")}
          onValue={(label) => put(withLabel(label, ontology))}
        />
      )}
      {kind === "add" && (
        <>
          <NewLabelFields
            value={draft.added}
            title={t("proposals.change.new")}
            wrong={complaint("name")}
            onValue={(added) => put({ added })}
          />
          <div class="pair">
            <Choose
              label={t("proposals.change.parent")}
              hint={t("proposals.change.parentHint")}
              value={draft.parent}
              options={labelOptions(ontology, t("proposals.change.noParent"))}
              onValue={(parent) => put({ parent })}
            />
            <Choose
              label={t("proposals.change.nearest")}
              hint={t("proposals.change.nearestHint")}
              value={draft.nearest}
              options={labelOptions(ontology, t("proposals.change.noNearest"))}
              onValue={(nearest) => put({ nearest })}
            />
          </div>
        </>
      )}
      {kind === "split" && (
        <SplitFields
          into={draft.into}
          colours={ontology.labels.map(({ colour }) => colour)}
          wrong={complaint("into")}
          onInto={(into) => put({ into })}
        />
      )}
      {kind === "merge" && <MergeFields draft={draft} put={put} ontology={ontology} wrong={complaint("merge")} />}
      {kind === "rename" && (
        <EveryLanguageField
          label={t("proposals.change.names")}
          value={draft.names}
          maxLength={80}
          wrong={complaint("names")}
          onValue={(names) => put({ names })}
        />
      )}
      {kind === "redefine" && (
        <EveryLanguageField
          label={t("proposals.change.definition")}
          value={draft.definition}
          maxLength={2_000}
          lines={3}
          wrong={complaint("definition")}
          onValue={(definition) => put({ definition })}
        />
      )}
      {kind === "deprecate" && <p class="soft">{t("proposals.change.deprecateHint")}</p>}
    </section>
  );
};

/** The words of another label take the place of those that were there for the first: they were that label's. */
const withLabel = (id: string, { labels }: OntologyInForce): Partial<ChangeDraft> => {
  const found = labels.find((label) => label.id === id);
  return { label: id, ...(found && { names: found.names, definition: found.definition }) };
};

interface Option {
  readonly value: string;
  readonly text: string;
}

const labelOptions = ({ labels }: OntologyInForce, none: string): readonly Option[] => [
  { value: "", text: none },
  ...labels.map(({ id, names }) => ({ value: id, text: inLanguage(names, language.value) })),
];

interface ChooseProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly wrong?: string | undefined;
  readonly onValue: (value: string) => void;
}

const Choose = ({ label, hint, value, options, wrong, onValue }: ChooseProps): VNode => (
  <Field label={label} hint={hint} wrong={wrong}>
    {(control) => (
      <select {...control} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    )}
  </Field>
);

interface MergeFieldsProps {
  readonly draft: ChangeDraft;
  readonly put: (part: Partial<ChangeDraft>) => void;
  readonly ontology: OntologyInForce;
  readonly wrong: string | undefined;
}

const MergeFields = ({ draft, put, ontology, wrong }: MergeFieldsProps): VNode => (
  <div class="stack">
    <Choose
      label={t("proposals.change.mergeInto")}
      value={draft.mergedInto}
      options={labelOptions(ontology, t("proposals.change.choose"))}
      wrong={wrong}
      onValue={(mergedInto) => put({ mergedInto })}
    />
    <fieldset class="choices">
      <legend>{t("proposals.change.merged")}</legend>
      {ontology.labels
        .filter(({ id }) => id !== draft.mergedInto)
        .map(({ id, names }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={draft.merged.includes(id)}
              onChange={({ currentTarget }) =>
                put({
                  merged: currentTarget.checked ? [...draft.merged, id] : draft.merged.filter((one) => one !== id),
                })
              }
            />
            {inLanguage(names, language.value)}
          </label>
        ))}
    </fieldset>
  </div>
);
