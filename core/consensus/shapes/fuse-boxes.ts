import { BOX_KIND } from "./box-kind.ts";
import { type DrawingSkill, type FusedShape, type FuseOptions, fuseShapes } from "./fuse-shapes.ts";

/** A box as one annotator drew it, in pixels of the upright image. Sides of nought are allowed and match nothing. */
export interface DrawnBox {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All boxes of one annotator on one item. An empty list says "nothing here"; who gave no answer is not listed. */
export interface BoxDrawing {
  readonly annotator: string;
  readonly boxes: readonly DrawnBox[];
}

/** One item and what its annotators drew; each annotator once. */
export interface DrawnItem {
  readonly itemId: string;
  readonly drawings: readonly BoxDrawing[];
}

/** One thing that the annotators of an item drew: the fused box, and what is known of it. */
export interface FusedBox extends DrawnBox, Omit<FusedShape<unknown>, "shape" | "attributes"> {}

/** The things of one item, top to bottom, then left to right. */
export interface FusedItem {
  readonly itemId: string;
  readonly boxes: readonly FusedBox[];
}

/** Items in the order in which they came, annotators in the order of their text. */
export interface BoxFusion {
  readonly items: readonly FusedItem[];
  readonly skills: readonly DrawingSkill[];
}

/**
 * Fuses the boxes of a whole project: things per item, and what was learned of each annotator over all items (Dawid and
 * Skene 1979 for what is there, 1/σ² for where). The order in which items, annotators or boxes come has no part in what
 * an item becomes. Refuses an item or an annotator of an item given twice, and boxes that are not finite or below nought.
 */
export const fuseBoxes = (items: readonly DrawnItem[], options: FuseOptions = {}): BoxFusion => {
  const drawn = items.map(({ itemId, drawings }) => ({
    itemId,
    drawings: drawings.map(({ annotator, boxes }) => ({
      annotator,
      shapes: boxes.map(({ label, x, y, width, height }) => ({ label, shape: { x, y, width, height } })),
    })),
  }));
  const { items: fused, snapshot } = fuseShapes(drawn, BOX_KIND, options);
  return {
    items: fused.map(({ itemId, shapes }) => ({
      itemId,
      boxes: shapes.map(({ shape, attributes: _, ...rest }) => ({ ...shape, ...rest })),
    })),
    skills: snapshot.skills,
  };
};
