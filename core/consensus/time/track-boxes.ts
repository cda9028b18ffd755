import { frameAt, iouOf, writeBox } from "./path-box.ts";
import type { Share } from "./track-shares.ts";

/** The boxes of those who show a thing at a moment. */
export interface BoxesAt {
  readonly ms: number;
  readonly owners: readonly number[];
  /** Left, top, right, bottom of each. */
  readonly boxes: readonly Float64Array[];
  readonly hidden: readonly boolean[];
}

/**
 * Reads the boxes of shares at moments that only grow. `shownMs` is when an annotator must show the thing to count: the
 * moment itself, or the one before it for the moment at which the thing leaves.
 */
export const boxReader = (shares: readonly Share[]): ((ms: number, shownMs: number) => BoxesAt) => {
  const part = shares.map(() => 0);
  const frame = shares.map(() => 0);
  return (ms, shownMs) => {
    const owners: number[] = [];
    const boxes: Float64Array[] = [];
    const hidden: boolean[] = [];
    shares.forEach(({ owner, parts }, who) => {
      while (part[who]! < parts.length && parts[part[who]!]!.endMs <= shownMs) {
        part[who]! += 1;
        frame[who] = 0;
      }
      const current = parts[part[who]!];
      if (!current || current.startMs > shownMs) return;
      frame[who] = frameAt(current.path.times, shownMs, frame[who]);
      const box = new Float64Array(4);
      writeBox(current.path, frame[who], ms, box);
      owners.push(owner);
      boxes.push(box);
      hidden.push(current.path.isOccluded[frame[who]] === 1);
    });
    return { ms, owners, boxes, hidden };
  };
};

/** With so many boxes or fewer, one that lies apart counts less: by the square of its IoU with their mean. */
const FEW = 4;

/** The weighted mean of each side; of three or four boxes with a second look that trusts those near the first mean more. */
export const meanBox = ({ boxes, owners }: BoxesAt, weightOf: (owner: number) => number): Float64Array => {
  const weights = owners.map(weightOf);
  const mean = weightedMean(boxes, weights);
  if (boxes.length < 3 || boxes.length > FEW) return mean;
  const closer = boxes.map((box, at) => weights[at]! * iouOf(box, mean) ** 2);
  return closer.some((weight) => weight > 0) ? weightedMean(boxes, closer) : mean;
};

const weightedMean = (boxes: readonly Float64Array[], weights: readonly number[]): Float64Array => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from({ length: 4 }, (_, side) => {
    const sum = boxes.reduce((all, box, at) => all + weights[at]! * box[side]!, 0);
    return sum / total;
  });
};
