import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LabelId } from "../../../core/ids.ts";
import {
  cancel,
  draftOf,
  drag,
  dropStroke,
  type Editor,
  finish,
  hover,
  lift,
  liveBox,
  neighbour,
  nudge,
  pickLabel,
  placeCorner,
  press,
  redoNext,
  removeBox,
  select,
  selectedBox,
  startEditor,
  undoLast,
} from "../../../web/annotate/engine/editor.ts";
import type { Point } from "../../../web/annotate/engine/geometry.ts";

const pest = "pest" as LabelId;
const helper = "helper" as LabelId;
const REACH = 8;
const SLOP = 3;

const blank = (): Editor => startEditor({ width: 100, height: 80 }, pest, { classes: [], shapes: [] });
const ids = (): (() => string) => {
  let count = 0;
  return () => `box${++count}`;
};
const newId = ids();
const dragged = (editor: Editor, from: Point, to: Point, id = newId): Editor =>
  lift(drag(press(editor, from, REACH), to, SLOP), id);
const tapped = (editor: Editor, at: Point, id = newId): Editor => lift(press(editor, at, REACH), id);
const at = (x: number, y: number): Point => ({ x, y });
const places = (editor: Editor) => draftOf(editor).shapes.map(({ x, y, width, height }) => [x, y, width, height]);

describe("drawing a box", () => {
  test("by a drag, in any direction", () => {
    expect(places(dragged(blank(), at(10, 10), at(30, 40)))).toEqual([[10, 10, 20, 30]]);
    expect(places(dragged(blank(), at(30, 40), at(10, 10)))).toEqual([[10, 10, 20, 30]]);
  });

  test("by two taps, without dragging", () => {
    const first = tapped(blank(), at(10, 10));
    expect(places(first)).toEqual([]);
    expect(places(tapped(first, at(30, 40)))).toEqual([[10, 10, 20, 30]]);
  });

  test("by keys alone", () => {
    const first = placeCorner(blank(), at(10, 10), newId);
    expect(liveBox(hover(first, at(20, 20)))).toMatchObject({ width: 10, height: 10 });
    expect(places(placeCorner(first, at(30, 40), newId))).toEqual([[10, 10, 20, 30]]);
  });

  test("ends at the edge of the picture, however far the hand goes", () => {
    expect(places(dragged(blank(), at(90, 70), at(500, 500)))).toEqual([[90, 70, 10, 10]]);
    expect(places(dragged(blank(), at(5, 5), at(-50, -50)))).toEqual([[0, 0, 5, 5]]);
    expect(places(dragged(blank(), at(-50, -50), at(5, 5)))).toEqual([[0, 0, 5, 5]]);
  });

  test("keeps no speck, and says that it did not", () => {
    const speck = finish(hover(tapped(blank(), at(10, 10)), at(11, 40)), newId);
    expect(places(speck)).toEqual([]);
    expect(speck.slips).toBe(1);
  });

  test("inside another box", () => {
    const outer = cancel(dragged(blank(), at(10, 10), at(90, 70)));
    expect(places(dragged(outer, at(30, 30), at(50, 50)))).toHaveLength(2);
  });

  test("goes on after a pinch: a standing corner stays, a stroke is dropped", () => {
    const corner = dropStroke(tapped(blank(), at(10, 10)));
    expect(places(tapped(corner, at(30, 40)))).toEqual([[10, 10, 20, 30]]);
    const stroke = dropStroke(drag(press(blank(), at(10, 10), REACH), at(40, 40), SLOP));
    expect(places(lift(stroke, newId))).toEqual([]);
  });
});

describe("changing a box", () => {
  const one = (): Editor => dragged(blank(), at(20, 20), at(60, 60), () => "one");

  test("moves it by a drag inside, and stops at the edge with its size kept", () => {
    expect(places(dragged(one(), at(40, 40), at(45, 50)))).toEqual([[25, 30, 40, 40]]);
    expect(places(dragged(one(), at(40, 40), at(500, 40)))).toEqual([[60, 20, 40, 40]]);
  });

  test("moves a side by its handle, and turns over rather than getting stuck", () => {
    expect(places(dragged(one(), at(60, 40), at(70, 0)))).toEqual([[20, 20, 50, 40]]);
    expect(places(dragged(one(), at(60, 60), at(10, 10)))).toEqual([[10, 10, 10, 10]]);
  });

  test("moves a handle by two taps, without dragging", () => {
    const picked = tapped(one(), at(60, 60));
    expect(picked.gesture.kind).toBe("picked");
    expect(places(tapped(picked, at(70, 72)))).toEqual([[20, 20, 50, 52]]);
  });

  test("nudges it by arrow keys, and undoes a row of them in one step", () => {
    const nudged = nudge(nudge(nudge(one(), at(1, 0), false), at(1, 0), false), at(0, 10), false);
    expect(places(nudged)).toEqual([[22, 30, 40, 40]]);
    expect(places(undoLast(nudged))).toEqual([[20, 20, 40, 40]]);
    expect(places(nudge(one(), at(-10, 5), true))).toEqual([[20, 20, 30, 45]]);
  });

  test("gives the next box the label that is pressed after drawing, and leaves the one just drawn alone", () => {
    const two = dragged(pickLabel(one(), helper), at(70, 10), at(90, 30));
    expect(draftOf(two).shapes.map(({ label }) => label)).toEqual([pest, helper]);
  });

  test("relabels a box that she chose", () => {
    const chosen = pickLabel(tapped(one(), at(40, 40)), helper);
    expect(draftOf(chosen).shapes.map(({ label }) => label)).toEqual([helper]);
    expect(draftOf(undoLast(chosen)).shapes.map(({ label }) => label)).toEqual([pest]);
  });

  test("walks by taps through boxes that lie over each other, then begins one inside", () => {
    const small = cancel(dragged(cancel(one()), at(30, 30), at(50, 50), () => "two"));
    const first = tapped(small, at(40, 40));
    expect(first.selected).toBe("two");
    const second = tapped(first, at(40, 40));
    expect(second.selected).toBe("one");
    expect(tapped(second, at(40, 40)).gesture.kind).toBe("corner");
  });

  test("goes through boxes by Tab and out at the end", () => {
    const two = dragged(one(), at(70, 10), at(90, 30), () => "two");
    expect(neighbour(select(two, undefined), 1)).toBe("one");
    expect(neighbour(select(two, "one"), 1)).toBe("two");
    expect(neighbour(select(two, "two"), 1)).toBeUndefined();
    expect(neighbour(select(two, undefined), -1)).toBe("two");
  });

  test("removes it, and brings it back", () => {
    const gone = removeBox(one(), "one");
    expect(places(gone)).toEqual([]);
    expect(selectedBox(gone)).toBeUndefined();
    expect(places(undoLast(gone))).toEqual([[20, 20, 40, 40]]);
  });
});

const step = fc.oneof(
  fc.record({
    do: fc.constant("drag" as const),
    from: fc.integer({ min: -20, max: 130 }),
    to: fc.integer({ min: -20, max: 130 }),
  }),
  fc.record({ do: fc.constant("tap" as const), from: fc.nat(99), to: fc.constant(0) }),
  fc.record({ do: fc.constant("nudge" as const), from: fc.nat(9), to: fc.nat(9) }),
  fc.record({ do: fc.constant("remove" as const), from: fc.nat(5), to: fc.constant(0) }),
  fc.record({ do: fc.constant("label" as const), from: fc.nat(1), to: fc.constant(0) }),
);
const play = (steps: readonly { do: string; from: number; to: number }[]): Editor => {
  const id = ids();
  return steps.reduce((editor, { do: what, from, to }) => {
    if (what === "drag") return dragged(editor, at(from, from % 80), at(to, to % 77), id);
    if (what === "tap") return tapped(editor, at(from, from % 79), id);
    if (what === "nudge") return nudge(editor, at(from - 4, to - 4), from % 2 === 0);
    if (what === "label") return pickLabel(editor, from === 0 ? pest : helper);
    const box = draftOf(editor).shapes[from];
    return box ? removeBox(editor, box.id) : editor;
  }, blank());
};

describe("whatever she does", () => {
  test("every box lies inside the picture, to the last bit, and is large enough to be seen", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        for (const { x, y, width, height } of draftOf(play(steps)).shapes) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(100);
          expect(y + height).toBeLessThanOrEqual(80);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });

  test("undoing all and redoing all ends where she was", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const end = cancel(play(steps));
        let editor = end;
        while (editor.history.past.length > 0) editor = undoLast(editor);
        expect(draftOf(editor).shapes).toEqual([]);
        while (editor.history.future.length > 0) editor = redoNext(editor);
        expect(draftOf(editor)).toEqual(draftOf(end));
      }),
    );
  });
});
