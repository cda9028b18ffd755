import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { Button } from "../../parts/button.tsx";
import type { Rect } from "../engine/geometry.ts";
import type { Mark } from "../marks.ts";
import type { ExampleDraft } from "./draft.ts";
import { PlaceOnPicture } from "./place-on-picture.tsx";

interface ExampleFieldProps {
  readonly example: ExampleDraft;
  readonly marks: readonly Mark[];
  readonly onRegion: (region: Rect | undefined) => void;
  /** Takes the item on screen instead; absent when it is this one. */
  readonly onNewer?: (() => void) | undefined;
}

/** The item that goes with a proposal, and where on it to look: a box of hers, one drawn here, or all of it. */
export const ExampleField = ({ example, marks, onRegion, onNewer }: ExampleFieldProps): VNode => {
  const { media, url, text, width, height, boxes, region } = example;
  return (
    <section class="stack tight" aria-labelledby="say-example">
      <h3 id="say-example">{t("say.example")}</h3>
      <p class="soft small">{t(`say.example.${media}`)}</p>
      {media === "text" && text && <p class="quote">{text.slice(0, 400)}</p>}
      {media === "image" && url && (
        <>
          <PlaceOnPicture
            key={example.itemId}
            url={url}
            width={width}
            height={height}
            region={region}
            onRegion={onRegion}
          />
          {(boxes.length > 0 || region) && (
            <div class="row">
              <Button aria-pressed={!region} onClick={() => onRegion(undefined)}>
                {t("say.example.whole")}
              </Button>
              {boxes.map((box, at) => (
                <Button
                  key={`${box.x} ${box.y} ${box.width} ${box.height}`}
                  aria-pressed={isSame(box, region)}
                  onClick={() => onRegion({ x: box.x, y: box.y, width: box.width, height: box.height })}
                >
                  {t("say.example.box", {
                    number: at + 1,
                    label: marks.find(({ id }) => id === box.label)?.name ?? box.label,
                  })}
                </Button>
              ))}
            </div>
          )}
        </>
      )}
      {onNewer && (
        <div>
          <Button onClick={onNewer}>{t("say.example.newer")}</Button>
        </div>
      )}
    </section>
  );
};

const isSame = (one: Rect, other: Rect | undefined): boolean =>
  other !== undefined &&
  one.x === other.x &&
  one.y === other.y &&
  one.width === other.width &&
  one.height === other.height;
