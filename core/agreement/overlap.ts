/** A box by its sides, in any unit. */
export interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Intersection over union of two upright boxes; 0 where neither has an area. */
export const boxOverlap = (a: Sides, b: Sides): number => {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (areaOf(a) + areaOf(b) - shared);
};

const areaOf = ({ left, top, right, bottom }: Sides): number => (right - left) * (bottom - top);

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
