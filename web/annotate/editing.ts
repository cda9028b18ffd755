import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { LabelId } from "../../core/ids.ts";
import type { Tool } from "../../core/ontology.ts";
import {
  type Draft,
  draftOf,
  type Editor,
  liveBox,
  pickLabel,
  selectedBox,
  setClasses,
  startEditor,
} from "./engine/editor.ts";
import { draftFrom, EMPTY } from "./work/answers.ts";
import { type Entry, keyOf } from "./work/entries.ts";

/** What labels mean now: said of the whole item, or of the next box. */
export type Mode = "class" | "box";

/** The editor of the item that is shown, and what outlasts it: the mode and the label of last time. */
export interface Editing {
  readonly editor: ReadonlySignal<Editor>;
  readonly draft: ReadonlySignal<Draft>;
  readonly live: ReadonlySignal<ReturnType<typeof liveBox>>;
  readonly selected: ReadonlySignal<ReturnType<typeof selectedBox>>;
  readonly mode: ReadonlySignal<Mode>;
  readonly change: (next: (editor: Editor) => Editor) => void;
  readonly setMode: (mode: Mode) => void;
  /** A label was pressed: for the whole item or for boxes, by mode. */
  readonly choose: (label: LabelId, tools: readonly Tool[]) => void;
  readonly close: () => void;
}

const NO_LABEL = "" as LabelId;

export const makeEditing = (
  current: ReadonlySignal<Entry | undefined>,
  onEdited: (entry: Entry, draft: Draft) => void,
): Editing => {
  const editor = signal(startEditor({ width: 0, height: 0 }, NO_LABEL, EMPTY));
  const mode = signal<Mode>("class");
  const key = computed(() => (current.value ? keyOf(current.value.item) : undefined));

  // A new editor for a new item; fresh addresses or a sent answer of the same item leave it alone.
  const stop = effect(() => {
    if (key.value === undefined) return;
    const entry = current.peek();
    if (entry) batch(() => open(entry));
  });
  const open = (entry: Entry): void => {
    const { labels, tools } = entry.ontology;
    const media = entry.item.media;
    const bounds = media.kind === "text" ? { width: 0, height: 0 } : { width: media.width, height: media.height };
    const before = editor.peek().label;
    const label = labels.some(({ id }) => id === before) ? before : (labels[0]?.id ?? NO_LABEL);
    editor.value = startEditor(bounds, label, entry.draft ?? draftFrom(entry.answer));
    if (!tools.includes("box")) mode.value = "class";
    else if (!tools.includes("class") && !tools.includes("classes")) mode.value = "box";
  };

  const change = (next: (editor: Editor) => Editor): void => {
    const before = draftOf(editor.peek());
    editor.value = next(editor.peek());
    const after = draftOf(editor.peek());
    const entry = current.peek();
    if (entry && after !== before) onEdited(entry, after);
  };

  return {
    editor,
    draft: computed(() => draftOf(editor.value)),
    live: computed(() => liveBox(editor.value)),
    selected: computed(() => selectedBox(editor.value)),
    mode,
    change,
    setMode: (to) => {
      mode.value = to;
    },
    choose: (label, tools) => {
      if (mode.peek() === "box") return change((now) => pickLabel(now, label));
      change((now) => setClasses(now, toggled(draftOf(now).classes, label, tools.includes("class"))));
    },
    close: stop,
  };
};

const toggled = (classes: readonly LabelId[], label: LabelId, single: boolean): readonly LabelId[] => {
  if (single) return classes[0] === label && classes.length === 1 ? classes : [label];
  return classes.includes(label) ? classes.filter((one) => one !== label) : [...classes, label];
};
