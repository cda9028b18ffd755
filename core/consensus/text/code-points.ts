import { refuse } from "../../refusal.ts";

/**
 * Places in a text, both ways. Spans are kept in Unicode code points, because a browser, Java and JavaScript count UTF-16
 * units, Python and most models count code points, and an emoji before a name must not move the name. A half of a
 * surrogate pair that stands alone counts as one code point, as it does in JavaScript's own iterators.
 */
export interface CodePoints {
  /** Number of code points of the text. */
  readonly length: number;
  /** The UTF-16 unit at which a code point starts; the number of units for the end of the text. Refuses a place outside. */
  unitAt(point: number): number;
  /** The code point that a UTF-16 unit belongs to: inside a pair, the pair. Refuses a place outside. */
  pointAt(unit: number): number;
}

/** Reads the text once; each place asked for later takes constant time. */
export const codePointsOf = (text: string): CodePoints => {
  const unitOf: number[] = [];
  const pointOf = new Int32Array(text.length + 1);
  for (let unit = 0; unit < text.length; ) {
    const width = text.codePointAt(unit)! > 0xffff ? 2 : 1;
    pointOf.fill(unitOf.length, unit, unit + width);
    unitOf.push(unit);
    unit += width;
  }
  const length = unitOf.length;
  pointOf[text.length] = length;
  unitOf.push(text.length);
  return {
    length,
    unitAt: (point) => unitOf[checked(point, length, "code point")]!,
    pointAt: (unit) => pointOf[checked(unit, text.length, "UTF-16 unit")]!,
  };
};

/** How many code points a text has, without reading its places into memory. */
export const codePointCount = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** The part of a text from one code point up to, not including, another. */
export const sliceCodePoints = (text: string, start: number, end: number): string => {
  const points = codePointsOf(text);
  return text.slice(points.unitAt(start), points.unitAt(end));
};

const checked = (place: number, most: number, kind: string): number => {
  if (Number.isInteger(place) && place >= 0 && place <= most) return place;
  throw refuse("bad-request", `no ${kind} ${place} in this text`, {
    value: String(place),
    allowed: `a whole number from 0 to ${most}`,
  });
};
