import type { VNode } from "preact";
import type { LabelId } from "../../../core/ids.ts";
import { LABELS_OF_KIND, type ProposalKind } from "../../../core/proposal.ts";
import { t } from "../../i18n/t.ts";
import type { Mark } from "../marks.ts";

interface LabelChoiceProps {
  readonly kind: ProposalKind;
  readonly marks: readonly Mark[];
  readonly chosen: readonly LabelId[];
  readonly wrong: string | undefined;
  /** Undefined for "None is close". */
  readonly onLabel: (label: LabelId | undefined) => void;
}

/** The label or labels that a proposal is about; nothing where its kind names none. */
export const LabelChoice = ({ kind, marks, chosen, wrong, onLabel }: LabelChoiceProps): VNode | null => {
  if (kind === "instruction") return null;
  const [least, most] = LABELS_OF_KIND[kind];
  const type = most > 1 ? ({ type: "checkbox" } as const) : ({ type: "radio" } as const);
  return (
    <fieldset class="closest" aria-describedby={wrong && "say-labels-wrong"}>
      <legend>{t(`say.labels.${kind}`)}</legend>
      <div class="row">
        {marks.map(({ id, name, colour }) => (
          <label key={id} class="chip">
            <input {...type} class="unseen" name="closest" checked={chosen.includes(id)} onChange={() => onLabel(id)} />
            <svg class="swatch" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
              <rect x="3" y="3" width="12" height="12" rx="3" fill={colour} />
            </svg>
            <span class="name">{name}</span>
          </label>
        ))}
        {least === 0 && (
          <label class="chip">
            <input
              type="radio"
              class="unseen"
              name="closest"
              checked={chosen.length === 0}
              onChange={() => onLabel(undefined)}
            />
            <span class="name">{t("say.labels.none")}</span>
          </label>
        )}
      </div>
      {wrong && (
        <p class="wrong" id="say-labels-wrong">
          {wrong}
        </p>
      )}
    </fieldset>
  );
};
