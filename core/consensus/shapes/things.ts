import { byText } from "../tally.ts";
import type { ItemDrawings } from "./check-drawings.ts";
import { clusterShapes } from "./cluster-shapes.ts";
import type { Sightings } from "./existence.ts";
import type { Drawn } from "./place.ts";
import type { ShapeKind } from "./shape-kind.ts";

/** One thing on one item, with everybody's shape for it, in the order of the annotators' text. */
export interface Thing<Shape> {
  /** Position of its item. */
  readonly item: number;
  readonly members: readonly Drawn<Shape>[];
}

/** All things of a project, item by item, and their annotators by number. */
export interface Things<Shape> {
  readonly things: readonly Thing<Shape>[];
  /** Everybody who drew or looked, in the order of their text: a number is a position here. */
  readonly annotators: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly sightings: Sightings;
}

/** Finds the things of every item by matching its annotators' shapes. */
export const thingsOf = <Shape, Place>(
  items: readonly ItemDrawings<Shape>[],
  kind: ShapeKind<Shape, Place>,
): Things<Shape> => {
  const annotators = [...new Set(items.flatMap(({ drawings }) => drawings.map(({ annotator }) => annotator)))].sort(
    byText,
  );
  const numberOf = new Map(annotators.map((annotator, at) => [annotator, at]));
  const things = items.flatMap(({ drawings }, item) =>
    clusterShapes(drawings, kind).map(({ members }) => ({
      item,
      members: members.toSorted((a, b) => byText(a.annotator, b.annotator)),
    })),
  );
  const looked = items.map(({ drawings }) =>
    Int32Array.from(drawings, ({ annotator }) => numberOf.get(annotator) ?? -1).sort(),
  );
  return { things, annotators, numberOf, sightings: sightingsOf(things, looked, numberOf) };
};

const sightingsOf = (
  things: readonly Thing<unknown>[],
  looked: readonly Int32Array[],
  numberOf: ReadonlyMap<string, number>,
): Sightings => {
  const starts = new Int32Array(things.length + 1);
  things.forEach(({ item }, at) => {
    starts[at + 1] = starts[at]! + looked[item]!.length;
  });
  const annotator = new Int32Array(starts[things.length]!);
  const drew = new Uint8Array(annotator.length);
  things.forEach(({ item, members }, at) => {
    const drawers = new Set(members.map((member) => numberOf.get(member.annotator)));
    looked[item]!.forEach((who, place) => {
      annotator[starts[at]! + place] = who;
      drew[starts[at]! + place] = drawers.has(who) ? 1 : 0;
    });
  });
  return { annotators: numberOf.size, starts, annotator, drew };
};
