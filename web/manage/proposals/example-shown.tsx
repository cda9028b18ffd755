import type { VNode } from "preact";
import type { MediaKind } from "../../../core/project.ts";
import { t } from "../../i18n/t.ts";
import type { ProposalListed } from "./inbox-order.ts";

type Example = ProposalListed["example"];

interface ExampleShownProps {
  readonly projectId: string;
  readonly media: MediaKind;
  readonly example: Example;
  /** Whose example it is, for who cannot see it. */
  readonly alt: string;
  /** In CSS pixels: no picture is drawn higher. */
  readonly heightMax: number;
}

/** The item on which it was seen, with the place on it outlined; leads to the item. */
export const ExampleShown = ({ projectId, media, example, alt, heightMax }: ExampleShownProps): VNode => {
  const { itemId, url, text } = example;
  const href = `/p/${projectId}/items/${itemId}`;
  if (text !== undefined)
    return (
      <blockquote class="example-text" dir="auto">
        {text} <a href={href}>{t("proposals.example.open")}</a>
      </blockquote>
    );
  if (url === undefined)
    return (
      <p class="soft small">
        {t("proposals.example.none")} <a href={href}>{t("proposals.example.open")}</a>
      </p>
    );
  if (media === "video")
    return (
      // biome-ignore lint/a11y/useMediaCaption: vendors' material comes without captions.
      <video class="seen" src={url} controls preload="metadata" aria-label={alt} />
    );
  return (
    <a class="example-link" href={href}>
      <Outlined example={example} url={url} alt={alt} heightMax={heightMax} />
    </a>
  );
};

const Outlined = ({
  example: { region, width, height },
  url,
  alt,
  heightMax,
}: Pick<ExampleShownProps, "example" | "alt" | "heightMax"> & { readonly url: string }): VNode => {
  if (!width || !height) return <img class="example" src={url} alt={alt} loading="lazy" decoding="async" />;
  return (
    <figure class="seen" style={{ aspectRatio: `${width} / ${height}`, maxWidth: `${(heightMax * width) / height}px` }}>
      <img src={url} alt={alt} width={width} height={height} loading="lazy" decoding="async" />
      {region && (
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("proposals.example.region")}>
          <rect class="casing" {...region} />
          <rect class="stroke" {...region} stroke="#f0e442" />
        </svg>
      )}
    </figure>
  );
};
