import type { VNode } from "preact";
import type { Box } from "../../../core/annotation.ts";
import { number, t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import type { Editing } from "../editing.ts";
import { putBox, removeBox, select } from "../engine/editor.ts";
import { withSide } from "../engine/geometry.ts";
import type { Mark } from "../marks.ts";

interface DrawnProps {
  /** In a sheet, which has its title already, without. */
  readonly heading: boolean;
  readonly editing: Editing;
  readonly marks: readonly Mark[];
}

/** What is drawn, in words and numbers: the accessible twin of the picture, where everything can be done by typing. */
export const Drawn = ({ heading, editing, marks }: DrawnProps): VNode => {
  const { shapes } = editing.draft.value;
  const selected = editing.selected.value;
  return (
    <section class="drawn" aria-label={t("annotate.drawn")}>
      {heading && <h2>{t("annotate.drawn")}</h2>}
      {shapes.length === 0 && <p class="soft">{t("annotate.drawn.none")}</p>}
      <ol>
        {shapes.map((box) => {
          const mark = marks.find(({ id }) => id === box.label);
          const isSelected = box.id === selected?.id;
          return (
            <li key={box.id} class={isSelected ? "selected" : undefined}>
              <div class="line">
                <button
                  type="button"
                  class="pick"
                  aria-pressed={isSelected}
                  onClick={() => editing.change((now) => select(now, isSelected ? undefined : box.id))}
                >
                  <svg class="swatch" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
                    <rect x="3" y="3" width="12" height="12" rx="3" fill={mark?.colour} />
                  </svg>
                  <span class="name">{mark?.name}</span>
                  <span class="soft small number">
                    {t("annotate.drawn.size", { width: Math.round(box.width), height: Math.round(box.height) })}
                  </span>
                </button>
                <Button
                  kind="quiet"
                  square
                  aria-label={t("annotate.drawn.remove", { label: mark?.name ?? "" })}
                  onClick={() => editing.change((now) => removeBox(now, box.id))}
                >
                  <Icon name="trash" />
                </Button>
              </div>
              {isSelected && <Sides box={box} editing={editing} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
};

const SIDES = [
  ["x", "annotate.drawn.left"],
  ["y", "annotate.drawn.top"],
  ["width", "annotate.drawn.width"],
  ["height", "annotate.drawn.height"],
] as const;

const Sides = ({ box, editing }: { readonly box: Box; readonly editing: Editing }): VNode => (
  <div class="sides">
    {SIDES.map(([side, key]) => (
      <Field key={side} label={t(key)}>
        {(control) => (
          <input
            {...control}
            type="number"
            inputMode="decimal"
            step="1"
            min="0"
            value={Math.round(box[side] * 10) / 10}
            title={number(box[side])}
            onChange={({ currentTarget }) => {
              const next = withSide(box, side, currentTarget.valueAsNumber, editing.editor.value.bounds);
              if (next) editing.change((now) => putBox(now, next));
              else currentTarget.value = String(box[side]);
            }}
          />
        )}
      </Field>
    ))}
  </div>
);
