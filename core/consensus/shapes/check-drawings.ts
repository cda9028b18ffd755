import { refuse } from "../../refusal.ts";
import type { Drawing } from "./place.ts";

/** One item and what its annotators drew. */
export interface ItemDrawings<Shape> {
  readonly itemId: string;
  /** Of those who gave no answer, or a special one, there is no drawing. */
  readonly drawings: readonly Drawing<Shape>[];
}

/** Refuses items given twice, an annotator twice on one item, and shapes with something wrong. */
export const checkDrawings = <Shape>(
  items: readonly ItemDrawings<Shape>[],
  faultOf: (shape: Shape) => string | undefined,
): void => {
  refuseTwice(
    items.map(({ itemId }) => itemId),
    "an item is given once",
    "items",
  );
  for (const { itemId, drawings } of items) {
    refuseTwice(
      drawings.map(({ annotator }) => annotator),
      "an annotator draws once on an item",
      `item ${itemId}`,
    );
    for (const { annotator, shapes } of drawings) {
      for (const { shape } of shapes) {
        const fault = faultOf(shape);
        if (fault !== undefined)
          throw refuse("bad-request", fault, { field: `item ${itemId}, annotator ${annotator}` });
      }
    }
  }
};

const refuseTwice = (names: readonly string[], message: string, field: string): void => {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw refuse("bad-request", message, { field, value: name });
    seen.add(name);
  }
};
