import { boundsOfBox, boxOverlap, type UprightBox } from "../../geometry/box.ts";
import { fuseBoxSides } from "./fuse-box-sides.ts";
import { areFinite, type ShapeKind } from "./shape-kind.ts";
import { learnSigmas } from "./side-spread.ts";

/** Upright boxes: matched with the mean of those that a thing already has, fused by the weighted mean of their sides. */
export const BOX_KIND: ShapeKind<UprightBox, UprightBox> = {
  faultOf: ({ x, y, width, height }) => {
    if (!areFinite(x, y, width, height)) return "a box is made of finite numbers";
    return width < 0 || height < 0 ? `a box has no negative sides, not ${width} × ${height}` : undefined;
  },
  placeOf: (boxes) => fuseBoxSides(boxes, new Float64Array(boxes.length).fill(1)),
  boundsOf: boundsOfBox,
  overlapOf: boxOverlap,
  similarityOf: boxOverlap,
  compare: (a, b) => a.y - b.y || a.x - b.x || a.height - b.height || a.width - b.width,
  fuse: fuseBoxSides,
  learnSigmas,
};
