/** A stretch of a line: a segment in milliseconds or frames, a span in code points. */
export interface Line {
  readonly from: number;
  readonly to: number;
}

/** Intersection over union of two stretches; 0 where they only touch. */
export const lineOverlap = (a: Line, b: Line): number => {
  const shared = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return shared <= 0 ? 0 : shared / (a.to - a.from + (b.to - b.from) - shared);
};

/** The same overlap for things that carry a label: none between different labels. */
export const withLabel =
  <Place>(overlapOf: (a: Place, b: Place) => number) =>
  (a: Place & Labelled, b: Place & Labelled): number =>
    a.label === b.label ? overlapOf(a, b) : 0;

interface Labelled {
  readonly label: number | string;
}
