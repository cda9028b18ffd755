import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Editing } from "../editing.ts";
import {
  cancel,
  drag,
  dropStroke,
  hover,
  lift,
  neighbour,
  nudge,
  placeCorner,
  press,
  removeBox,
  select,
  selectedBox,
} from "../engine/editor.ts";
import { handlePoint, inside, type Point, type Size } from "../engine/geometry.ts";
import { held, panned, pinched, showing, toSource, type View, wholly, zoomedAt } from "../engine/viewport.ts";

export interface Crosshair {
  /** In source pixels. */
  readonly at: Point;
  /** One that the keys move places corners with Enter; one under the mouse only shows the lines. */
  readonly by: "keys" | "pointer";
}

/** The stage without its DOM: where the picture lies, and what pointers and keys on it do. Points are stage pixels. */
export interface Surface {
  readonly size: ReadonlySignal<Size>;
  readonly view: ReadonlySignal<View>;
  readonly crosshair: ReadonlySignal<Crosshair | undefined>;
  /** Where a finger draws now: the loupe shows what it hides. */
  readonly finger: ReadonlySignal<Point | undefined>;
  /** The hand moves the picture instead of drawing. */
  readonly hand: Signal<boolean>;
  readonly draws: () => boolean;
  readonly resize: (size: Size) => void;
  readonly fitAll: () => void;
  readonly zoom: (factor: number, at?: Point) => void;
  readonly pan: (by: Point) => void;
  readonly pinch: (before: readonly [Point, Point], after: readonly [Point, Point]) => void;
  readonly press: (at: Point, isTouch: boolean) => void;
  readonly drag: (at: Point, isTouch: boolean) => void;
  readonly lift: () => void;
  readonly hover: (at: Point) => void;
  readonly away: () => void;
  readonly dropStroke: () => void;
  /** Arrow keys, in source pixels. */
  readonly arrow: (by: Point, grow: boolean) => void;
  readonly startCrosshair: () => void;
  /** Enter: true when it had a corner to place. */
  readonly place: () => boolean;
  /** Escape: true when it had something to give up. */
  readonly cancel: () => boolean;
  /** Tab: true when there was a box to go to. */
  readonly cycle: (by: 1 | -1) => boolean;
  readonly remove: () => boolean;
}

/** How far from a line a finger or a mouse still feels it, and how much of a move is only trembling, in CSS pixels. */
const REACH = { touch: 22, mouse: 8 } as const;
const SLOP = { touch: 8, mouse: 3 } as const;
const MARGIN = 48;
/** Where nothing is drawn, an arrow key moves the picture by so many stage pixels. */
const KEY_PAN = 24;

export const makeSurface = (editing: Editing, newId: () => string): Surface => {
  const size = signal<Size>({ width: 0, height: 0 });
  const view = signal<View>({ scale: 1, x: 0, y: 0 });
  const crosshair = signal<Crosshair | undefined>(undefined);
  const finger = signal<Point | undefined>(undefined);
  const hand = signal(false);
  let isFitted = true;

  const source = (): Size => editing.editor.peek().bounds;
  const sourceAt = (at: Point): Point => toSource(view.peek(), at);
  const kind = (isTouch: boolean): "touch" | "mouse" => (isTouch ? "touch" : "mouse");
  const look = (next: View): void => {
    isFitted = false;
    view.value = next;
  };
  const reveal = (point: Point): void => look(showing(view.peek(), point, size.peek(), source(), MARGIN));
  const fitAll = (): void => {
    view.value = wholly(size.peek(), source());
    isFitted = true;
  };
  const middle = (): Point => ({ x: size.peek().width / 2, y: size.peek().height / 2 });
  const keysAt = (): Point => inside(crosshair.peek()?.at ?? sourceAt(middle()), source());
  const moveCrosshair = (at: Point): void => {
    batch(() => {
      crosshair.value = { at, by: "keys" };
      editing.change((now) => hover(now, at));
      reveal(at);
    });
  };

  return {
    size,
    view,
    crosshair,
    finger,
    hand,
    draws: () => editing.mode.peek() === "box" && !hand.peek(),
    resize: (next) => {
      size.value = next;
      if (isFitted) fitAll();
      else view.value = held(view.peek(), next, source());
    },
    fitAll,
    zoom: (factor, at) => look(zoomedAt(view.peek(), factor, at ?? middle(), size.peek(), source())),
    pan: (by) => look(panned(view.peek(), by, size.peek(), source())),
    pinch: (before, after) => look(pinched(view.peek(), before, after, size.peek(), source())),
    press: (at, isTouch) => {
      crosshair.value = undefined;
      editing.change((now) => press(now, sourceAt(at), REACH[kind(isTouch)] / view.peek().scale));
    },
    drag: (at, isTouch) => {
      editing.change((now) => drag(now, sourceAt(at), SLOP[kind(isTouch)] / view.peek().scale));
      const { gesture } = editing.editor.peek();
      finger.value = isTouch && gesture.kind !== "press" && gesture.kind !== "none" ? at : undefined;
    },
    lift: () => {
      finger.value = undefined;
      editing.change((now) => lift(now, newId));
    },
    hover: (at) => {
      const point = sourceAt(at);
      crosshair.value = { at: point, by: "pointer" };
      editing.change((now) => hover(now, point));
    },
    away: () => {
      if (crosshair.peek()?.by === "pointer") crosshair.value = undefined;
    },
    dropStroke: () => {
      finger.value = undefined;
      editing.change(dropStroke);
    },
    arrow: (by, grow) => {
      if (editing.mode.peek() !== "box") {
        look(panned(view.peek(), { x: -by.x * KEY_PAN, y: -by.y * KEY_PAN }, size.peek(), source()));
        return;
      }
      const editor = editing.editor.peek();
      if (selectedBox(editor) && editor.gesture.kind === "none") {
        editing.change((now) => nudge(now, by, grow));
        const box = selectedBox(editing.editor.peek());
        if (box) reveal(handlePoint(box, by.x < 0 || by.y < 0 ? "nw" : "se"));
        return;
      }
      const from = keysAt();
      moveCrosshair(inside({ x: Math.round(from.x) + by.x, y: Math.round(from.y) + by.y }, source()));
    },
    startCrosshair: () => {
      editing.change((now) => select(now, undefined));
      const at = keysAt();
      moveCrosshair({ x: Math.round(at.x), y: Math.round(at.y) });
    },
    place: () => {
      const at = crosshair.peek();
      if (at?.by !== "keys" || !editing.editor.peek().bounds.width) return false;
      editing.change((now) => placeCorner(now, at.at, newId));
      // With the box made, Enter means "send" again.
      if (editing.editor.peek().gesture.kind === "none") crosshair.value = undefined;
      return true;
    },
    cancel: () => {
      const { gesture, selected } = editing.editor.peek();
      const had = gesture.kind !== "none" || selected !== undefined || crosshair.peek()?.by === "keys";
      if (gesture.kind === "none") crosshair.value = undefined;
      editing.change(cancel);
      return had;
    },
    cycle: (by) => {
      const next = neighbour(editing.editor.peek(), by);
      if (next === undefined) return false;
      editing.change((now) => select(now, next));
      const box = selectedBox(editing.editor.peek());
      if (box) reveal({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      return true;
    },
    remove: () => {
      const { selected } = editing.editor.peek();
      if (selected === undefined) return false;
      editing.change((now) => removeBox(now, selected));
      return true;
    },
  };
};
