import type { PlaceKind } from "./place.ts";

/** Everything that consensus must know of one kind of shape: a new kind is one value of this type. */
export interface ShapeKind<Shape, Place> extends PlaceKind<Shape, Place> {
  /** What is wrong with a shape, in words for the person who must act; undefined when it can be used. */
  readonly faultOf: (shape: Shape) => string | undefined;
  /** How well two shapes agree, 0 to 1: what `spatialAgreement` is the mean of. */
  readonly similarityOf: (a: Shape, b: Shape) => number;
  /**
   * One shape out of several by weights, none of them negative and their sum above 0. Several that are alike give that
   * very shape. The same to the bit for shapes and weights in the same order.
   */
  readonly fuse: (shapes: readonly Shape[], weights: Float64Array) => Shape;
  /** Weights of annotators from the whole project; without it everybody weighs alike. */
  readonly learnSigmas?: (things: readonly ShapesOfThing<Shape>[], annotators: number) => Float64Array;
}

/** The shapes of one thing, with who drew them as numbers, in ascending order of these. */
export interface ShapesOfThing<Shape> {
  readonly annotators: Int32Array;
  readonly shapes: readonly Shape[];
}

/** Whether all of these are finite numbers, as every coordinate must be. */
export const areFinite = (...numbers: readonly number[]): boolean => numbers.every(Number.isFinite);

/** Places of kinds whose shapes have no mean that is cheap: all shapes, matched by their mean similarity. */
export const byMeanSimilarity = <Shape>(
  similarityOf: (a: Shape, b: Shape) => number,
): ((a: readonly Shape[], b: readonly Shape[]) => number) => {
  return (a, b) => {
    let sum = 0;
    for (const one of a) for (const other of b) sum += similarityOf(one, other);
    return sum / (a.length * b.length);
  };
};

/** Orders lists of numbers by their first difference, a list before its own continuations. */
export const compareNumbers = (a: readonly number[], b: readonly number[]): number => {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
};
