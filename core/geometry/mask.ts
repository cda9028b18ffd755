import { refuse } from "../refusal.ts";
import { type Bounds, NOWHERE } from "./bounds.ts";
import { shareOf } from "./box.ts";

/**
 * An area of whole pixels as COCO's uncompressed run lengths: pixels are taken column by column from the top left, and
 * `counts` holds, by turns, how many are outside and how many inside. It begins with outside, which may be 0.
 */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly counts: readonly number[];
}

/** What is wrong with a mask: runs that are not whole and non-negative, or do not fill the picture exactly. */
export const maskFault = ({ width, height, counts }: Mask): string | undefined => {
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  const wrong = [width, height, ...counts].find((value) => !isCount(value));
  if (wrong !== undefined) return `a mask is made of whole numbers of pixels, not ${wrong}`;
  const pixels = counts.reduce((sum, count) => sum + count, 0);
  if (pixels === width * height) return undefined;
  return `a mask's runs fill its picture of ${width} × ${height} pixels exactly, not ${pixels}`;
};

/** Pixels inside. */
export const areaOfMask = ({ counts }: Mask): number =>
  counts.reduce((sum, count, at) => sum + (at % 2 === 1 ? count : 0), 0);

/** Shared pixels over joint pixels, in the time of the runs; 0 where either is empty. Both of the same picture. */
export const maskOverlap = (a: Mask, b: Mask): number => {
  let shared = 0;
  walkRuns([a, b], (length, inside) => {
    if (inside[0] === 1 && inside[1] === 1) shared += length;
  });
  return shareOf(shared, areaOfMask(a), areaOfMask(b));
};

/**
 * Steps through several masks of one picture at once: stretches in which none of them changes, with 1 for each mask that
 * is inside there. The array is reused from stretch to stretch. Refuses masks of different pictures.
 */
export const walkRuns = (masks: readonly Mask[], each: (length: number, inside: Uint8Array) => void): void => {
  const [first] = masks;
  if (!first) return;
  const other = masks.find(({ width, height }) => width !== first.width || height !== first.height);
  if (other)
    throw refuse("bad-request", "masks of one item have the size of its picture", {
      value: `${other.width} × ${other.height}`,
      allowed: `${first.width} × ${first.height}`,
    });
  const inside = new Uint8Array(masks.length);
  const run = new Int32Array(masks.length);
  const left = Float64Array.from(masks, ({ counts }) => counts[0] ?? 0);
  const pixels = first.width * first.height;
  for (let done = 0; done < pixels; ) {
    let length = pixels - done;
    masks.forEach(({ counts }, at) => {
      while (left[at] === 0 && run[at]! + 1 < counts.length) {
        run[at]! += 1;
        left[at] = counts[run[at]!]!;
        inside[at]! ^= 1;
      }
      if (left[at]! > 0) length = Math.min(length, left[at]!);
    });
    each(length, inside);
    for (let at = 0; at < left.length; at += 1) left[at] = Math.max(0, left[at]! - length);
    done += length;
  }
};

/** The pixels inside as bounds, from the left edge of the first to the right edge of the last; nowhere when empty. */
export const boundsOfMask = ({ height, counts }: Mask): Bounds => {
  let { left, top, right, bottom } = NOWHERE;
  let at = 0;
  counts.forEach((count, run) => {
    if (run % 2 === 1 && count > 0) {
      const end = at + count - 1;
      const column = Math.floor(at / height);
      const lastColumn = Math.floor(end / height);
      left = Math.min(left, column);
      right = Math.max(right, lastColumn + 1);
      top = Math.min(top, lastColumn > column ? 0 : at % height);
      bottom = Math.max(bottom, lastColumn > column ? height : (end % height) + 1);
    }
    at += count;
  });
  return { left, top, right, bottom };
};
