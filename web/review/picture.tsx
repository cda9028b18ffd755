import type { VNode } from "preact";
import type { ShownItem } from "../../lambdas/api/shapes.ts";
import { inkOn, type Mark } from "../annotate/marks.ts";
import { t } from "../i18n/t.ts";

/** A box that somebody drew, or that several were merged to. */
export interface DrawnBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly mark: Mark | undefined;
  /** The letter of whoever drew it; empty for a merged one. */
  readonly by: string;
}

interface PictureProps {
  readonly shown: ShownItem;
  readonly boxes: readonly DrawnBox[];
  readonly name: string;
}

/** An item as it was labelled, with boxes over it: in pixels of the upright picture, whatever size it is shown at. */
export const Picture = ({ shown, boxes, name }: PictureProps): VNode => {
  const { media, url, text } = shown;
  if (media.kind === "text")
    return <blockquote class="read-text">{text ?? (url && <a href={url}>{name}</a>)}</blockquote>;
  if (media.kind === "video") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: vendors' material comes without captions.
      <video class="seen" src={url} controls preload="metadata" aria-label={name} />
    );
  }
  const { width, height } = media;
  return (
    <figure class="seen" style={{ aspectRatio: `${width} / ${height}`, maxWidth: `${(76 * width) / height}vh` }}>
      <img src={url} alt={name} width={width} height={height} />
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("manage.boxes", { count: boxes.length })}>
        {boxes.map((box) => (
          <Outline key={box.id} box={box} />
        ))}
      </svg>
      <div class="names" aria-hidden="true">
        {boxes.map((box) => (
          <Name key={box.id} box={box} width={width} height={height} />
        ))}
      </div>
    </figure>
  );
};

const Outline = ({ box: { mark, ...box } }: { readonly box: DrawnBox }): VNode => {
  const at = { x: box.x, y: box.y, width: box.width, height: box.height };
  return (
    <g>
      <rect class="casing" {...at} />
      <rect class="stroke" {...at} stroke={mark?.colour ?? "#fff"} stroke-dasharray={mark?.dash} />
    </g>
  );
};

/** Number and name on the box's upper edge, as its annotator saw them; inside where there is no room above. */
const Name = ({
  box: { x, y, mark, by },
  width,
  height,
}: {
  readonly box: DrawnBox;
  readonly width: number;
  readonly height: number;
}): VNode => {
  const colour = mark?.colour ?? "#ffffff";
  return (
    <span
      class={y / height < 0.08 ? "inside" : undefined}
      style={{
        left: `${(100 * x) / width}%`,
        top: `${(100 * y) / height}%`,
        background: colour,
        color: inkOn(colour),
      }}
    >
      {by && <b>{by}</b>} {mark?.number} {mark?.name}
    </span>
  );
};
