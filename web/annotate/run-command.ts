import type { Answer } from "../../core/annotation.ts";
import { redoNext, undoLast } from "./engine/editor.ts";
import type { Command, CommandName } from "./keys.ts";
import type { Mark } from "./marks.ts";
import type { SheetName } from "./panels/head.tsx";
import { playOrPause, seekBy } from "./stage/film.tsx";
import type { Station } from "./station.ts";
import { labelled, lacksClass } from "./work/answers.ts";
import type { Entry } from "./work/entries.ts";

export interface Around {
  readonly answer: (answer: Answer) => void;
  readonly open: (sheet: SheetName) => void;
  readonly propose: (entry: Entry) => void;
  /** She sends without the one label that is asked for. */
  readonly lacksClass: () => void;
  readonly marks: readonly Mark[];
}

const ZOOM_STEP = 1.4;

type Action<Name extends CommandName> = (
  station: Station,
  entry: Entry,
  around: Around,
  command: Extract<Command, { do: Name }>,
) => void;

/** What each command does to the item that is shown. */
const ACTIONS: { readonly [Name in CommandName]: Action<Name> } = {
  label: ({ editing }, { ontology }, { marks }, { index }) => {
    const mark = marks[index];
    if (mark) editing.choose(mark.id, ontology.tools);
  },
  send: (station, entry, around) => send(station, entry, around),
  "none-fit": (_, __, { answer }) => answer({ kind: "none_fit" }),
  "cant-tell": (_, __, { open }) => open("cant-tell"),
  previous: ({ work }) => work.back(),
  undo: ({ editing }) => editing.change(undoLast),
  redo: ({ editing }) => editing.change(redoNext),
  "zoom-in": ({ surface }) => surface.zoom(ZOOM_STEP),
  "zoom-out": ({ surface }) => surface.zoom(1 / ZOOM_STEP),
  fit: ({ surface }) => surface.fitAll(),
  hand: ({ surface }) => {
    surface.hand.value = !surface.hand.peek();
  },
  "new-box": ({ surface, editing }, { ontology }) => {
    if (!ontology.tools.includes("box")) return;
    surface.hand.value = false;
    editing.setMode("box");
    document.querySelector<HTMLElement>(".stage")?.focus();
    surface.startCrosshair();
  },
  mode: ({ editing }, { ontology: { tools } }) => {
    if (tools.includes("box") && tools.length > 1) editing.setMode(editing.mode.peek() === "box" ? "class" : "box");
  },
  propose: (_, entry, { propose }) => propose(entry),
  instructions: (_, __, { open }) => open("instructions"),
  keys: (_, __, { open }) => open("keys"),
  play: () => playOrPause(),
  seek: (_, __, ___, { seconds }) => seekBy(seconds),
};

const send = ({ editing, work }: Station, { answer, ontology: { tools } }: Entry, around: Around): void => {
  const draft = editing.draft.peek();
  if (!lacksClass(draft, tools)) around.answer(labelled(draft, tools));
  // What is answered otherwise already is kept by going on.
  else if (answer) work.forward();
  else around.lacksClass();
};

/** What a key or a button asks for, done. Without an item only going back and reading are left. */
export const runCommand = (command: Command, station: Station, around: Around): void => {
  const entry = station.work.current.peek();
  if (entry) (ACTIONS[command.do] as Action<CommandName>)(station, entry, around, command);
  else if (command.do === "previous") station.work.back();
  else if (command.do === "instructions" || command.do === "keys") around.open(command.do);
};
