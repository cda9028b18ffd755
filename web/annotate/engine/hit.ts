import type { Box } from "../../../core/annotation.ts";
import { HANDLES, type Handle, handlePoint, type Point } from "./geometry.ts";

/** What lies under a point, in the order in which it is offered. */
export type Hit =
  | { readonly kind: "handle"; readonly handle: Handle }
  | { readonly kind: "boxes"; readonly ids: readonly string[] }
  | { readonly kind: "empty" };

/**
 * `reach` is how far from a line still counts, in source pixels (22 CSS pixels for a finger, 8 for a mouse, over the
 * scale). Handles exist on the selected box only; inside a small box their reach shrinks, so that it can still be moved.
 */
export const hit = (boxes: readonly Box[], selected: Box | undefined, at: Point, reach: number): Hit => {
  const handle = selected && nearestHandle(selected, at, reach);
  if (handle) return { kind: "handle", handle };
  const ids = boxes
    .filter((box) => isOver(box, at, reach))
    .sort((a, b) => Number(onEdge(b, at, reach)) - Number(onEdge(a, at, reach)) || area(a) - area(b))
    .map((box) => box.id);
  return ids.length > 0 ? { kind: "boxes", ids } : { kind: "empty" };
};

const area = (box: Box): number => box.width * box.height;

const isOver = ({ x, y, width, height }: Box, at: Point, reach: number): boolean => {
  // Around a speck more is felt than is seen; around a large box only its line's width.
  const around = Math.min(reach, 4 + Math.max(0, reach - Math.min(width, height) / 2));
  return at.x >= x - around && at.x <= x + width + around && at.y >= y - around && at.y <= y + height + around;
};

const onEdge = ({ x, y, width, height }: Box, at: Point, reach: number): boolean => {
  const near = Math.min(reach / 2, width / 4, height / 4);
  const fromSide = Math.min(Math.abs(at.x - x), Math.abs(at.x - x - width));
  const fromTop = Math.min(Math.abs(at.y - y), Math.abs(at.y - y - height));
  return fromSide <= near || fromTop <= near;
};

const nearestHandle = (box: Box, at: Point, reach: number): Handle | undefined => {
  const isInside = at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height;
  const felt = isInside ? Math.min(reach, box.width / 4, box.height / 4) : reach;
  let nearest: Handle | undefined;
  let nearestApart = felt;
  for (const handle of HANDLES) {
    const point = handlePoint(box, handle);
    const apart = Math.hypot(point.x - at.x, point.y - at.y);
    if (apart <= nearestApart) {
      nearest = handle;
      nearestApart = apart;
    }
  }
  return nearest;
};
