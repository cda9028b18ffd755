import { bySides, meanOf, overlapOf, type SideBox } from "../side-box.ts";
import type { PlaceKind } from "./place.ts";

/** Boxes are matched with the mean of the boxes that a thing already has. */
export const BOX_PLACES: PlaceKind<SideBox, SideBox> = {
  placeOf: meanOf,
  boundsOf: (sides) => sides,
  overlapOf,
  compare: bySides,
};
