import type { VNode } from "preact";
import { LABELS_MAX } from "../../core/ontology.ts";
import { t } from "../i18n/t.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { LocalizedField } from "./localized-field.tsx";
import { emptyLabel, type LabelDraft } from "./project-draft.ts";

interface LabelsEditorProps {
  readonly labels: readonly LabelDraft[];
  readonly onLabels: (labels: readonly LabelDraft[]) => void;
}

/** Labels by name, meaning and colour. Ids are given by the page and stay when a name changes. */
export const LabelsEditor = ({ labels, onLabels }: LabelsEditorProps): VNode => {
  const change = (at: number, part: Partial<LabelDraft>): void =>
    onLabels(labels.map((label, index) => (index === at ? { ...label, ...part } : label)));
  return (
    <div class="stack">
      <ol class="labels-editor">
        {labels.map((label, at) => (
          <li key={at} class="label-draft">
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
                onClick={() => onLabels(labels.filter((_, index) => index !== at))}
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
          </li>
        ))}
      </ol>
      {labels.length < LABELS_MAX && (
        <div class="row">
          <Button onClick={() => onLabels([...labels, emptyLabel(labels.length)])}>
            <Icon name="plus" />
            {t("manage.label.add")}
          </Button>
        </div>
      )}
    </div>
  );
};
