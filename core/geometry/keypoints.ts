import { type Bounds, boundsOfPoints } from "./bounds.ts";
import type { Point } from "./point.ts";

/** `visible` and `hidden` have a place (hidden: behind something); `absent` is not in the picture, its place is void. */
export type Visibility = "visible" | "hidden" | "absent";

export interface Keypoint extends Point {
  /** Unique within its shape: `left_eye`. */
  readonly name: string;
  readonly visibility: Visibility;
}

export interface Keypoints {
  readonly keypoints: readonly Keypoint[];
}

/** How far off a point may lie, as a share of the object's size: COCO's 2σ of a point named like none of its own. */
const DEFAULT_SIGMA = 0.05;

const placedOf = ({ keypoints }: Keypoints): readonly Keypoint[] =>
  keypoints.filter(({ visibility }) => visibility !== "absent");
const placedByName = (shape: Keypoints): ReadonlyMap<string, Keypoint> =>
  new Map(placedOf(shape).map((point) => [point.name, point]));

/** Bounds of the points that have a place. */
export const boundsOfKeypoints = (shape: Keypoints): Bounds => boundsOfPoints(placedOf(shape));

/**
 * Object keypoint similarity (COCO), 0 to 1: the mean over names placed by either of exp(−d² / (2 s² (2σ)²)), where s² is
 * the mean area of both bounds; a name that only one of them placed counts 0. COCO divides by the truth's names alone and
 * takes its mask's area; between two people neither is the truth. No placed name at all: 0. Of points with one name the last counts.
 */
export const keypointSimilarity = (
  a: Keypoints,
  b: Keypoints,
  sigmaOf: (name: string) => number = () => DEFAULT_SIGMA,
): number => {
  const [ones, others] = [placedByName(a), placedByName(b)];
  const names = new Set([...ones.keys(), ...others.keys()]);
  if (names.size === 0) return 0;
  const squareSize = (extentOf(a) + extentOf(b)) / 2;
  let sum = 0;
  for (const point of ones.values()) {
    const other = others.get(point.name);
    if (other) sum += nearness(point, other, squareSize, sigmaOf(point.name));
  }
  return sum / names.size;
};

const nearness = (a: Point, b: Point, squareSize: number, sigma: number): number => {
  const squared = (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
  if (squared === 0) return 1;
  return squareSize > 0 ? Math.exp(-squared / (2 * squareSize * (2 * sigma) ** 2)) : 0;
};

/** Area of the bounds; of points in a row, which have none, a quarter of their length squared. */
const extentOf = (shape: Keypoints): number => {
  const { left, top, right, bottom } = boundsOfKeypoints(shape);
  if (left > right) return 0;
  return Math.max((right - left) * (bottom - top), Math.max(right - left, bottom - top) ** 2 / 4);
};
