import { type Bounds, isNowhere, joinBounds, widenBounds } from "../../geometry/bounds.ts";
import {
  boundsOfKeypoints,
  type Keypoint,
  type Keypoints,
  keypointSimilarity,
  type Visibility,
} from "../../geometry/keypoints.ts";
import { distanceOf, type Point } from "../../geometry/point.ts";
import { byText } from "../tally.ts";
import { areFinite, byMeanSimilarity, compareNumbers, type ShapeKind } from "./shape-kind.ts";

const PASSES = 20;
/** A similarity of .3 is that of points .155 of the object's size apart. */
const REACH = 0.16;

/**
 * Keypoints: matched by object keypoint similarity; each named point is fused alone, with its visibility by weighted
 * votes (of equal ones the more visible) and its place by a robust weighted mean of those who placed it. Names come in
 * the order of their text. A point that most call absent has the void place 0, 0.
 */
export const KEYPOINTS_KIND: ShapeKind<Keypoints, readonly Keypoints[]> = {
  faultOf: ({ keypoints }) => {
    if (new Set(keypoints.map(({ name }) => name)).size < keypoints.length) return "a keypoint's name is given once";
    return keypoints.every(({ x, y }) => areFinite(x, y)) ? undefined : "keypoints are made of finite numbers";
  },
  placeOf: (shapes) => shapes,
  boundsOf: (shapes) => joinBounds(shapes.map(reachOf)),
  overlapOf: byMeanSimilarity((a, b) => keypointSimilarity(a, b)),
  similarityOf: (a, b) => keypointSimilarity(a, b),
  compare: (a, b) => compareNumbers(numbersOf(a), numbersOf(b)) || byText(namesOf(a), namesOf(b)),
  fuse: (shapes, weights) => {
    const names = [...new Set(shapes.flatMap(({ keypoints }) => keypoints.map(({ name }) => name)))].sort(byText);
    const keypoints = names.map((name) => {
      const given = shapes.map(({ keypoints }) => keypoints.find((keypoint) => keypoint.name === name));
      return fuseKeypoint(name, given, weights);
    });
    return { keypoints };
  },
};

/** Points in a row have narrow bounds, and match across them: they reach as far as similarity can pass the gate. */
const reachOf = (shape: Keypoints): Bounds => {
  const bounds = boundsOfKeypoints(shape);
  return isNowhere(bounds)
    ? bounds
    : widenBounds(bounds, REACH * Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top));
};

/** Who did not give a point says nothing of it. */
const fuseKeypoint = (name: string, given: readonly (Keypoint | undefined)[], weights: Float64Array): Keypoint => {
  const votes: Record<Visibility, number> = { visible: 0, hidden: 0, absent: 0 };
  const placed: { readonly point: Point; readonly weight: number }[] = [];
  given.forEach((point, at) => {
    if (!point) return;
    votes[point.visibility] += weights[at]!;
    if (point.visibility !== "absent") placed.push({ point, weight: weights[at]! });
  });
  const isPlaced = placed.length > 0 && votes.visible + votes.hidden >= votes.absent;
  if (!isPlaced) return { name, x: 0, y: 0, visibility: "absent" };
  return { name, ...robustMean(placed), visibility: votes.visible >= votes.hidden ? "visible" : "hidden" };
};

/**
 * A weighted mean in which a point further off than the usual (the weighted mean distance) is heard less, in proportion
 * (Huber 1964, by reweighting). Of two points simply their mean.
 */
const robustMean = (placed: readonly { readonly point: Point; readonly weight: number }[]): Point => {
  let heard = placed.map(({ weight }) => weight);
  let mean = weightedMean(placed, heard);
  for (let pass = 0; pass < PASSES && placed.length > 2; pass += 1) {
    const far = placed.map(({ point }) => distanceOf(point, mean));
    const total = placed.reduce((sum, { weight }) => sum + weight, 0);
    const usual = placed.reduce((sum, { weight }, at) => sum + weight * far[at]!, 0) / total;
    if (!(usual > 0)) break;
    heard = placed.map(({ weight }, at) => weight / Math.max(1, far[at]! / usual));
    mean = weightedMean(placed, heard);
  }
  return mean;
};

const weightedMean = (placed: readonly { readonly point: Point }[], heard: readonly number[]): Point => {
  const origin = placed[0]!.point;
  const total = heard.reduce((sum, weight) => sum + weight, 0);
  // Nobody who placed it agrees with anybody: they count alike.
  const weightAt = (at: number): number => (total > 0 ? heard[at]! / total : 1 / placed.length);
  let x = origin.x;
  let y = origin.y;
  placed.forEach(({ point }, at) => {
    x += weightAt(at) * (point.x - origin.x);
    y += weightAt(at) * (point.y - origin.y);
  });
  return { x, y };
};

const numbersOf = ({ keypoints }: Keypoints): readonly number[] => keypoints.flatMap(({ x, y }) => [y, x]);
const namesOf = ({ keypoints }: Keypoints): string =>
  keypoints.map(({ name, visibility }) => `${name} ${visibility}`).join();
