import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { LABELS_MAX } from "../../core/ontology.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ExampleField } from "./example-field.tsx";
import { LocalizedField } from "./localized-field.tsx";
import { emptyLabel, type LabelDraft } from "./project-draft.ts";

interface LabelsEditorProps {
  /** Absent while the project is being made: there is no place for examples yet. */
  readonly projectId?: string | undefined;
  readonly labels: readonly LabelDraft[];
  readonly onLabels: (labels: readonly LabelDraft[]) => void;
}

/** Labels by name, meaning and colour. Ids are given by the page and stay when a name changes. */
export const LabelsEditor = ({ projectId, labels, onLabels }: LabelsEditorProps): VNode => {
  // A label without a name has no id yet; what is under way in its row must not pass to the next when it is removed.
  const [rows, setRows] = useState<readonly number[]>(() => labels.map((_, at) => at));
  const change = (at: number, part: Partial<LabelDraft>): void =>
    onLabels(labels.map((label, index) => (index === at ? { ...label, ...part } : label)));
  return (
    <div class="stack">
      <p class="soft small">{t(projectId ? "manage.example.hint" : "manage.example.afterwards")}</p>
      <ol class="labels-editor">
        {labels.map((label, at) => (
          <li key={rows[at]} class="label-draft">
            <div class="row apart">
              <label class="row">
                <input
                  type="color"
                  value={label.colour}
                  onInput={(event) => change(at, { colour: event.currentTarget.value })}
                />
                <span class="small soft">{t("manage.label.colour", { number: at + 1 })}</span>
              </label>
              <Button
                kind="quiet"
                square
                aria-label={t("manage.label.remove", { number: at + 1 })}
                title={t("manage.label.remove", { number: at + 1 })}
                onClick={() => {
                  setRows(rows.filter((_, index) => index !== at));
                  onLabels(labels.filter((_, index) => index !== at));
                }}
              >
                <Icon name="trash" />
              </Button>
            </div>
            <LocalizedField
              label={t("manage.label.name", { number: at + 1 })}
              value={label.names}
              maxLength={80}
              onValue={(names) => change(at, { names })}
            />
            <LocalizedField
              label={t("manage.label.definition", { number: at + 1 })}
              hint={t("manage.label.definitionHint")}
              value={label.definition}
              maxLength={2_000}
              lines={2}
              onValue={(definition) => change(at, { definition })}
            />
            {projectId && (
              <ExampleField
                projectId={projectId}
                number={at + 1}
                example={label.example}
                onExample={(example) => change(at, { example })}
              />
            )}
          </li>
        ))}
      </ol>
      {labels.length < LABELS_MAX && (
        <div class="row">
          <Button
            onClick={() => {
              setRows([...rows, Math.max(-1, ...rows) + 1]);
              onLabels([...labels, emptyLabel(labels.length)]);
            }}
          >
            <Icon name="plus" />
            {t("manage.label.add")}
          </Button>
        </div>
      )}
    </div>
  );
};
