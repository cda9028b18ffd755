import type { VNode } from "preact";
import type { ShownItem } from "../../lambdas/api/shapes.ts";
import { t } from "../i18n/t.ts";

export interface DrawnBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly name: string;
  readonly dashed?: boolean;
}

/** An item as it was labelled, with boxes over it: in pixels of the upright picture, whatever size it is shown at. */
export const Picture = ({
  shown,
  boxes,
  name,
}: {
  readonly shown: ShownItem;
  readonly boxes: readonly DrawnBox[];
  readonly name: string;
}): VNode => {
  const { media, url, text } = shown;
  if (media.kind === "text")
    return <blockquote class="read-text">{text ?? (url && <a href={url}>{name}</a>)}</blockquote>;
  if (media.kind === "video") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: vendors' material comes without captions.
      <video class="stage" src={url} controls preload="metadata" />
    );
  }
  return (
    <figure class="stage" style={{ aspectRatio: `${media.width} / ${media.height}` }}>
      <img src={url} alt={name} width={media.width} height={media.height} />
      <svg
        viewBox={`0 0 ${media.width} ${media.height}`}
        role="img"
        aria-label={t("manage.boxes", { count: boxes.length })}
      >
        {boxes.map((box) => (
          <g key={box.id}>
            <rect class="casing" x={box.x} y={box.y} width={box.width} height={box.height} />
            <rect
              class={box.dashed ? "stroke dashed" : "stroke"}
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              stroke={box.colour}
            >
              <title>{box.name}</title>
            </rect>
          </g>
        ))}
      </svg>
    </figure>
  );
};
