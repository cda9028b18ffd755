import { frameAt, iouOf, writeBox } from "./path-box.ts";
import type { Share } from "./track-shares.ts";

/** The boxes of those who show a thing at a moment. */
export interface BoxesAt {
  readonly ms: number;
  readonly owners: readonly number[];
  /** Left, top, right, bottom of each, one after the other. */
  readonly sides: Float64Array;
  readonly hidden: readonly boolean[];
}

/**
 * Reads the boxes of shares at moments that only grow. `shownMs` is when an annotator must show the thing to count: the
 * moment itself, or the one before it for the moment at which the thing leaves.
 */
export const boxReader = (shares: readonly Share[]): ((ms: number, shownMs: number) => BoxesAt) => {
  const part = shares.map(() => 0);
  const frame = shares.map(() => 0);
  const room = new Float64Array(4 * shares.length);
  return (ms, shownMs) => {
    const owners: number[] = [];
    let count = 0;
    const hidden: boolean[] = [];
    shares.forEach(({ owner, parts }, who) => {
      while (part[who]! < parts.length && parts[part[who]!]!.endMs <= shownMs) {
        part[who]! += 1;
        frame[who] = 0;
      }
      const current = parts[part[who]!];
      if (!current || current.startMs > shownMs) return;
      frame[who] = frameAt(current.path.times, shownMs, frame[who]);
      writeBox(current.path, frame[who], ms, room, 4 * count);
      count += 1;
      owners.push(owner);
      hidden.push(current.path.isOccluded[frame[who]] === 1);
    });
    return { ms, owners, hidden, sides: room.slice(0, 4 * count) };
  };
};

/** With so many boxes or fewer, one that lies apart counts less: by the square of its IoU with their mean. */
const FEW = 4;

/** The weighted mean of each side; of three or four boxes with a second look that trusts those near the first mean more. */
export const meanBox = ({ sides, owners }: BoxesAt, weightOf: (owner: number) => number): Float64Array => {
  const weights = owners.map(weightOf);
  const mean = weightedMean(sides, weights);
  if (weights.length < 3 || weights.length > FEW) return mean;
  const closer = weights.map((weight, at) => weight * iouOf(sides, mean, 4 * at) ** 2);
  return closer.some((weight) => weight > 0) ? weightedMean(sides, closer) : mean;
};

const weightedMean = (sides: Float64Array, weights: readonly number[]): Float64Array => {
  const mean = new Float64Array(4);
  let total = 0;
  weights.forEach((weight, at) => {
    total += weight;
    for (let side = 0; side < 4; side += 1) mean[side]! += weight * sides[4 * at + side]!;
  });
  return mean.map((sum) => sum / total);
};
