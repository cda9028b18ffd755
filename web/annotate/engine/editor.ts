import type { Box } from "../../../core/annotation.ts";
import type { LabelId } from "../../../core/ids.ts";
import { between, type Handle, isTooSmall, moved, type Point, resized, type Size } from "./geometry.ts";
import { type History, redo, startHistory, step, undo } from "./history.ts";
import { type Hit, hit } from "./hit.ts";

/** What she says of one item so far. */
export interface Draft {
  readonly classes: readonly LabelId[];
  readonly shapes: readonly Box[];
}

/** What the hand is doing. `corner` and `picked` outlast a tap: they make everything possible without dragging. */
export type Gesture =
  | { readonly kind: "none" }
  /** Down, and not moved enough to be more than a tap. */
  | { readonly kind: "press"; readonly from: Point; readonly hit: Hit }
  | { readonly kind: "draw"; readonly from: Point; readonly to: Point }
  | { readonly kind: "move"; readonly from: Point; readonly to: Point; readonly box: Box }
  | { readonly kind: "resize"; readonly handle: Handle; readonly to: Point; readonly box: Box }
  /** The first corner stands, by tap or by key; the next tap or key puts the other. */
  | { readonly kind: "corner"; readonly from: Point; readonly to: Point }
  /** A handle was tapped; the next tap says where it goes. */
  | { readonly kind: "picked"; readonly handle: Handle; readonly to: Point; readonly box: Box };

/** The drawing surface of one item: pure state, changed only by the functions of this file. */
export interface Editor {
  readonly bounds: Size;
  readonly history: History<Draft>;
  readonly selected: string | undefined;
  /** It is selected because it was just drawn, not because she chose it: a label pressed now is for the next box. */
  readonly isFresh: boolean;
  readonly gesture: Gesture;
  /** The label that the next box gets. */
  readonly label: LabelId;
  /** Counts boxes that were too small to keep, so that the page can say so. */
  readonly slips: number;
}

const NONE: Gesture = { kind: "none" };

export const startEditor = (bounds: Size, label: LabelId, draft: Draft): Editor => ({
  bounds,
  history: startHistory(draft),
  selected: undefined,
  isFresh: false,
  gesture: NONE,
  label,
  slips: 0,
});

export const draftOf = (editor: Editor): Draft => editor.history.now;
export const selectedBox = (editor: Editor): Box | undefined =>
  editor.history.now.shapes.find((box) => box.id === editor.selected);

const setShapes = (editor: Editor, shapes: readonly Box[], tag?: string): Editor => ({
  ...editor,
  history: step(editor.history, { ...editor.history.now, shapes }, tag),
});

const replaceBox = (editor: Editor, box: Box, tag?: string): Editor =>
  setShapes(
    editor,
    editor.history.now.shapes.map((one) => (one.id === box.id ? box : one)),
    tag,
  );

/** The box as it would be if the hand let go now; its id is that of the box it changes, or empty for a new one. */
export const liveBox = ({ gesture, bounds, label }: Editor): Box | undefined => {
  switch (gesture.kind) {
    case "draw":
    case "corner":
      return { type: "box", id: "", label, ...between(gesture.from, gesture.to, bounds) };
    case "move":
      return moved(gesture.box, { x: gesture.to.x - gesture.from.x, y: gesture.to.y - gesture.from.y }, bounds);
    case "resize":
    case "picked":
      return resized(gesture.box, gesture.handle, gesture.to, bounds);
    default:
      return undefined;
  }
};

/** A pointer comes down. `reach`: see hit.ts. */
export const press = (editor: Editor, at: Point, reach: number): Editor => {
  const { gesture } = editor;
  if (gesture.kind === "corner" || gesture.kind === "picked") return { ...editor, gesture: { ...gesture, to: at } };
  const under = hit(editor.history.now.shapes, selectedBox(editor), at, reach);
  return { ...editor, gesture: { kind: "press", from: at, hit: under } };
};

/** The pointer moves while down. Less than `slop` (source pixels) is a trembling hand, not a drag. */
export const drag = (editor: Editor, at: Point, slop: number): Editor => {
  const { gesture } = editor;
  if (gesture.kind === "none") return editor;
  if (gesture.kind !== "press") return { ...editor, gesture: { ...gesture, to: at } };
  if (Math.hypot(at.x - gesture.from.x, at.y - gesture.from.y) < slop) return editor;
  const box = selectedBox(editor);
  if (box && gesture.hit.kind === "handle") {
    return { ...editor, gesture: { kind: "resize", handle: gesture.hit.handle, to: at, box } };
  }
  if (box && gesture.hit.kind === "boxes" && gesture.hit.ids.includes(box.id)) {
    return { ...editor, gesture: { kind: "move", from: gesture.from, to: at, box } };
  }
  // Drawing begins anywhere else, inside other boxes too.
  return { ...editor, selected: undefined, gesture: { kind: "draw", from: gesture.from, to: at } };
};

/** The pointer hovers: what waits for its second tap follows it. */
export const hover = (editor: Editor, at: Point): Editor =>
  editor.gesture.kind === "corner" || editor.gesture.kind === "picked"
    ? { ...editor, gesture: { ...editor.gesture, to: at } }
    : editor;

/** The pointer is lifted: a drag ends in what it showed, a tap selects, picks a handle, or places a corner. */
export const lift = (editor: Editor, newId: () => string): Editor =>
  editor.gesture.kind === "press" ? tap(editor, editor.gesture.from, editor.gesture.hit) : finish(editor, newId);

const tap = (editor: Editor, at: Point, under: Hit): Editor => {
  const box = selectedBox(editor);
  if (box && under.kind === "handle") {
    return { ...editor, gesture: { kind: "picked", handle: under.handle, to: at, box } };
  }
  if (under.kind === "boxes") {
    // Tapping again walks through what lies there; after the last one, a tap begins a box inside.
    if (editor.isFresh && box && under.ids.includes(box.id)) return select(editor, box.id);
    const next = under.ids[under.ids.indexOf(editor.selected ?? "") + 1];
    if (next !== undefined) return select(editor, next);
  }
  return { ...editor, selected: undefined, gesture: { kind: "corner", from: at, to: at } };
};

/** Ends the gesture in what it shows now. A box too small to be meant is not kept, and counted as a slip. */
export const finish = (editor: Editor, newId: () => string): Editor => {
  const box = liveBox(editor);
  const rested: Editor = { ...editor, gesture: NONE };
  if (!box) return rested;
  if (isTooSmall(box)) return { ...rested, slips: editor.slips + 1 };
  if (box.id !== "") return replaceBox(rested, box);
  const added = { ...box, id: newId() };
  return { ...setShapes(rested, [...rested.history.now.shapes, added]), selected: added.id, isFresh: true };
};

/** A second finger came: the stroke under way is dropped; a standing corner stays, she may be zooming to place the other. */
export const dropStroke = (editor: Editor): Editor =>
  editor.gesture.kind === "corner" || editor.gesture.kind === "picked" ? editor : { ...editor, gesture: NONE };

/** Escape: first the gesture, then the selection. */
export const cancel = (editor: Editor): Editor =>
  editor.gesture.kind === "none" ? { ...editor, selected: undefined } : { ...editor, gesture: NONE };

/** Enter at the crosshair: the first corner, then the box. */
export const placeCorner = (editor: Editor, at: Point, newId: () => string): Editor =>
  editor.gesture.kind === "none"
    ? { ...editor, selected: undefined, gesture: { kind: "corner", from: at, to: at } }
    : finish(hover(editor, at), newId);

/** Arrow keys on the selected box; `grow` moves its right and bottom side instead. */
export const nudge = (editor: Editor, by: Point, grow: boolean): Editor => {
  const box = selectedBox(editor);
  if (!box) return editor;
  const corner = { x: box.x + box.width + by.x, y: box.y + box.height + by.y };
  const next = grow ? resized(box, "se", corner, editor.bounds) : moved(box, by, editor.bounds);
  return isTooSmall(next) ? editor : replaceBox(editor, next, `${grow ? "grow" : "nudge"} ${box.id}`);
};

/** Numbers typed in the list. */
export const putBox = (editor: Editor, box: Box): Editor => replaceBox(editor, box, `typed ${box.id}`);

export const select = (editor: Editor, id: string | undefined): Editor => ({
  ...editor,
  selected: id,
  isFresh: false,
  gesture: NONE,
});

/** The box after (or before) the selected one in order of drawing; undefined past the end, where focus moves on. */
export const neighbour = (editor: Editor, by: 1 | -1): string | undefined => {
  const ids = editor.history.now.shapes.map((box) => box.id);
  const at = ids.indexOf(editor.selected ?? "");
  if (at === -1) return by === 1 ? ids[0] : ids.at(-1);
  return ids[at + by];
};

export const removeBox = (editor: Editor, id: string): Editor => ({
  ...setShapes(
    editor,
    editor.history.now.shapes.filter((box) => box.id !== id),
  ),
  gesture: NONE,
  selected: editor.selected === id ? undefined : editor.selected,
});

/** The label for what comes next, and for the box she selected. */
export const pickLabel = (editor: Editor, label: LabelId): Editor => {
  if (editor.isFresh) return { ...select(editor, undefined), label };
  const box = selectedBox(editor);
  const next = box && box.label !== label ? replaceBox(editor, { ...box, label }) : editor;
  return { ...next, label };
};

export const setClasses = (editor: Editor, classes: readonly LabelId[]): Editor => ({
  ...editor,
  history: step(editor.history, { ...editor.history.now, classes }),
});

/** A pending corner goes first: it is what she did last. */
export const undoLast = (editor: Editor): Editor =>
  editor.gesture.kind === "none" ? mended({ ...editor, history: undo(editor.history) }) : { ...editor, gesture: NONE };

export const redoNext = (editor: Editor): Editor => mended({ ...editor, gesture: NONE, history: redo(editor.history) });

const mended = (editor: Editor): Editor => (selectedBox(editor) ? editor : { ...editor, selected: undefined });
