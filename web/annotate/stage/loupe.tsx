import type { VNode } from "preact";
import type { Size } from "../engine/geometry.ts";
import { toSource } from "../engine/viewport.ts";
import type { Surface } from "./surface.ts";

const SIDE = 112;
const ABOVE = 64;
const ZOOM = 2.5;

/** What the finger hides, larger, above it; beside it where there is no room above. */
export const Loupe = ({
  surface,
  url,
  source,
}: {
  readonly surface: Surface;
  readonly url: string;
  readonly source: Size;
}): VNode | null => {
  const finger = surface.finger.value;
  if (!finger) return null;
  const { width } = surface.size.value;
  const view = surface.view.value;
  const at = toSource(view, finger);
  const scale = view.scale * ZOOM;
  const hasRoomAbove = finger.y > SIDE + ABOVE;
  const left = hasRoomAbove ? finger.x - SIDE / 2 : finger.x < width / 2 ? finger.x + ABOVE : finger.x - ABOVE - SIDE;
  const top = hasRoomAbove ? finger.y - SIDE - ABOVE : finger.y;
  return (
    <div
      class="loupe"
      aria-hidden="true"
      style={{ transform: `translate(${Math.min(Math.max(4, left), width - SIDE - 4)}px, ${Math.max(4, top)}px)` }}
    >
      <img
        src={url}
        alt=""
        width={source.width}
        height={source.height}
        style={{ transform: `translate(${SIDE / 2 - at.x * scale}px, ${SIDE / 2 - at.y * scale}px) scale(${scale})` }}
      />
    </div>
  );
};
