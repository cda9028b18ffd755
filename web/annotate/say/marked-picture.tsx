import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import type { Point, Rect } from "../engine/geometry.ts";

interface MarkedPictureProps {
  readonly url: string;
  /** Of the upright picture. */
  readonly width: number;
  readonly height: number;
  readonly region?: Rect | undefined;
  /** Lines through this point, for who draws by keys. */
  readonly cross?: Point | undefined;
  /** A corner that waits for the other. */
  readonly corner?: Point | undefined;
  readonly children?: ComponentChildren;
}

/** A picture with a place marked on it. It keeps its place before the picture is there, and says so when it never comes. */
export const MarkedPicture = ({ url, width, height, region, cross, corner }: MarkedPictureProps): VNode => {
  const [gone, setGone] = useState(false);
  if (gone) return <p class="soft small">{t("say.example.gone")}</p>;
  const ratio = width / height;
  return (
    <div class="marked" style={{ aspectRatio: `${width} / ${height}`, width: `min(100%, calc(38dvh * ${ratio}))` }}>
      <img
        src={url}
        alt={t(region ? "say.example.altPlace" : "say.example.alt")}
        width={width}
        height={height}
        draggable={false}
        decoding="async"
        onError={() => setGone(true)}
      />
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {[...(region ? [region] : [])].map(({ x, y, width: wide, height: high }) => (
          <g key="region">
            <rect class="casing" x={x} y={y} width={wide} height={high} />
            <rect class="stroke" x={x} y={y} width={wide} height={high} />
          </g>
        ))}
        {cross && <Lines at={cross} width={width} height={height} />}
        {corner && <Lines at={corner} width={width} height={height} />}
      </svg>
    </div>
  );
};

const Lines = ({
  at,
  width,
  height,
}: {
  readonly at: Point;
  readonly width: number;
  readonly height: number;
}): VNode => {
  const path = `M${at.x} 0V${height}M0 ${at.y}H${width}`;
  return (
    <g>
      <path class="casing" d={path} />
      <path class="stroke" d={path} />
    </g>
  );
};
