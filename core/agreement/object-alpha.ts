import { classAnswers } from "../consensus/classes/class-answers.ts";
import { distanceAlpha } from "./distance-alpha.ts";
import type { Measure } from "./figure.ts";
import { matchedObjects } from "./matched-objects.ts";

/** One item: of each annotator who answered it, what she drew or marked; nothing is an answer too. */
export interface DrawnItem<Thing> {
  readonly drawn: readonly { readonly annotator: number; readonly things: readonly Thing[] }[];
}

/** What two things share, 0 to 1, symmetrical: intersection over union, 0 where that is not wanted (other labels). */
export type OverlapOf<Thing> = (a: Thing, b: Thing) => number;

/** Things that share less are different ones: nearly a third of what radiologists drew of the same finding shares under half. */
export const OVERLAP_GATE = 0.3;

/**
 * Krippendorff's alpha for boxes, segments and spans. Things of different annotators are matched first, at most one of
 * each (matched-objects.ts). Each matched thing is a unit, to which every annotator of the item gives her thing or
 * nothing; the distance is one minus the overlap, 1 between a thing and nothing. An item on which all drew nothing is
 * one unit of agreement. Chance compares things of all items with each other, where they lie in their items: give
 * places as shares of the frame where frames differ. Its cost grows with the square of the number of things. Bootstraps
 * draw items.
 */
export const objectAlpha = <Thing>(
  items: readonly DrawnItem<Thing>[],
  overlapOf: OverlapOf<Thing>,
  { gate = OVERLAP_GATE }: { readonly gate?: number } = {},
): Measure => {
  const things: Thing[] = [];
  const itemOf: number[] = [];
  const rows = { item: [] as number[], annotator: [] as number[], label: [] as number[] };
  const annotators = items.reduce(
    (most, { drawn }) => Math.max(most, ...drawn.map(({ annotator }) => annotator + 1)),
    0,
  );
  items.forEach(({ drawn }, item) => {
    const byAnnotator = [...drawn].sort((a, b) => a.annotator - b.annotator);
    const units = matchedObjects(
      byAnnotator.map((one) => one.things),
      overlapOf,
      gate,
    );
    for (const unit of units.length > 0 ? units : [[]]) {
      byAnnotator.forEach(({ annotator, things: own }, at) => {
        const thing = own[unit[at] ?? -1];
        rows.item.push(itemOf.length);
        rows.annotator.push(annotator);
        rows.label.push(thing === undefined ? 0 : things.push(thing));
      });
      itemOf.push(item);
    }
  });
  const units = distanceAlpha(
    classAnswers(
      {
        item: Int32Array.from(rows.item),
        annotator: Int32Array.from(rows.annotator),
        label: Int32Array.from(rows.label),
      },
      { items: itemOf.length, annotators, labels: things.length + 1 },
    ),
    (a, b) => (a === b ? 0 : a === 0 || b === 0 ? 1 : 1 - overlapOf(things[a - 1]!, things[b - 1]!)),
  );
  return {
    takesPart: Int32Array.from(new Set(Array.from(units.takesPart, (unit) => itemOf[unit]!))),
    figure: (times) => units.figure(times && Float64Array.from(itemOf, (item) => times[item] ?? 0)),
  };
};
