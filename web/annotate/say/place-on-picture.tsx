import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import { between, isTooSmall, type Point, type Rect } from "../engine/geometry.ts";
import { MarkedPicture } from "./marked-picture.tsx";
import { moveCross, type Placing, placeCorner } from "./place-picker.ts";

interface PlaceProps {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly region: Rect | undefined;
  readonly onRegion: (region: Rect | undefined) => void;
}

/** The place of the example on its picture: two taps, a drag of the mouse, or arrow keys and Enter. */
export const PlaceOnPicture = ({ url, width, height, region, onRegion }: PlaceProps): VNode => {
  const bounds = { width, height };
  const area = useRef<HTMLDivElement>(null);
  const [placing, setPlacing] = useState<Placing>({});
  /** Where a press began, while it lasts. */
  const from = useRef<Point | undefined>(undefined);

  const pointOf = (event: PointerEvent): Point => {
    const shown = area.current?.querySelector("svg")?.getBoundingClientRect();
    if (!shown || shown.width === 0) return { x: 0, y: 0 };
    const scale = width / shown.width;
    return { x: (event.clientX - shown.left) * scale, y: (event.clientY - shown.top) * scale };
  };
  const place = (at: Point): void => {
    const placed = placeCorner(placing, at, bounds);
    setPlacing(placed.placing);
    onRegion(placed.region);
  };
  const lift = (event: PointerEvent): void => {
    const began = from.current;
    from.current = undefined;
    if (!began) return;
    const at = pointOf(event);
    const drawn = between(began, at, bounds);
    // A finger that slips a little still taps.
    const isDrag = Math.hypot(at.x - began.x, at.y - began.y) > width * 0.04 && !isTooSmall(drawn);
    if (isDrag) {
      setPlacing({});
      onRegion(drawn);
    } else place(at);
  };
  const onKey = (event: KeyboardEvent): void => {
    const moved = moveCross(placing, event, bounds);
    if (moved) setPlacing(moved);
    else if ((event.key === "Enter" || event.key === " ") && placing.cross) place(placing.cross);
    else if (event.key === "Escape" && (placing.corner || placing.cross || region)) {
      setPlacing({});
      onRegion(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const said = placing.corner ? t("say.example.corner") : region ? t("say.example.marked") : "";
  return (
    <div class="stack tight">
      <div
        ref={area}
        class="area"
        role="application"
        aria-label={t("say.example.area")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a drawing area takes keys itself; her boxes beside it are buttons.
        tabIndex={0}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          from.current = pointOf(event);
        }}
        onPointerUp={lift}
        onPointerCancel={() => {
          from.current = undefined;
        }}
        onKeyDown={onKey}
      >
        <MarkedPicture
          url={url}
          width={width}
          height={height}
          region={region}
          cross={placing.cross}
          corner={placing.corner}
        />
      </div>
      <span class="small soft line" role="status">
        {said}
      </span>
    </div>
  );
};
