import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { LabelId } from "../../../core/ids.ts";
import type { Tool } from "../../../core/ontology.ts";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { KeyHint } from "../../parts/key-hint.tsx";
import type { Editing, Mode } from "../editing.ts";
import type { Mark } from "../marks.ts";
import type { SheetName } from "./head.tsx";

interface LabelsProps {
  readonly editing: Editing;
  readonly marks: readonly Mark[];
  readonly tools: readonly Tool[];
  readonly open: (sheet: SheetName) => void;
}

/** More labels than this, and she gets a field to find one by its name. */
const FIND_FROM = 13;

/** The labels as chips: in a row above the thumb on a phone, as a list with their keys at a desk. */
export const Labels = ({ editing, marks, tools, open }: LabelsProps): VNode => {
  const [wanted, setWanted] = useState("");
  const mode = editing.mode.value;
  const isSeveral = mode === "class" && tools.includes("classes");
  const chosen: readonly LabelId[] = mode === "class" ? editing.draft.value.classes : [labelOf(editing)];
  const found = marks.filter(({ name }) => name.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()));
  const both = tools.includes("box") && tools.length > 1;
  return (
    <section class="labels" aria-labelledby="labels-title">
      <h2 id="labels-title">
        {t("annotate.labels")}{" "}
        <span class="soft small">
          {!both && mode === "class" && t(isSeveral ? "annotate.labels.several" : "annotate.labels.one")}
        </span>
      </h2>
      {both && <ModeSwitch editing={editing} />}
      {marks.length >= FIND_FROM && (
        <input
          type="search"
          class="find"
          aria-label={t("annotate.labels.find")}
          placeholder={t("annotate.labels.find")}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <div class="chips">
        {found.map((mark) => (
          <Chip
            key={mark.id}
            mark={mark}
            isSeveral={isSeveral}
            isChosen={chosen.includes(mark.id)}
            onChoose={() => editing.choose(mark.id, tools)}
          />
        ))}
        {found.length === 0 && <p class="soft">{t("annotate.labels.none")}</p>}
        <Button
          square
          class="meaning"
          aria-label={t("annotate.labels.meaning")}
          title={t("annotate.labels.meaning")}
          onClick={() => open("meanings")}
        >
          <Icon name="help" />
        </Button>
      </div>
    </section>
  );
};

/** That of the box she selected, else the one that the next box gets. */
const labelOf = (editing: Editing): LabelId => {
  const { isFresh, label } = editing.editor.value;
  return isFresh ? label : (editing.selected.value?.label ?? label);
};

interface ChipProps {
  readonly mark: Mark;
  readonly isSeveral: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** A native radio button or check box inside: its meaning, its arrow keys and its state come for free. */
const Chip = ({ mark, isSeveral, isChosen, onChoose }: ChipProps): VNode => (
  <label class="chip" title={mark.definition}>
    <input
      {...(isSeveral ? { type: "checkbox" } : { type: "radio" })}
      class="unseen"
      name="label"
      checked={isChosen}
      onChange={onChoose}
    />
    <svg class="swatch" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      <rect x="3" y="3" width="12" height="12" rx="3" fill={mark.colour} />
    </svg>
    <span class="name">{mark.name}</span>
    {mark.number <= 9 && <KeyHint>{mark.number}</KeyHint>}
  </label>
);

const ModeSwitch = ({ editing }: { readonly editing: Editing }): VNode => {
  const modes: readonly Mode[] = ["class", "box"];
  return (
    <div class="modes">
      {modes.map((mode) => (
        <button
          key={mode}
          type="button"
          class="button"
          aria-pressed={editing.mode.value === mode}
          onClick={() => editing.setMode(mode)}
        >
          {t(mode === "class" ? "annotate.labels.whole" : "annotate.labels.box")}
        </button>
      ))}
    </div>
  );
};
