import { effect } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import type { Editing } from "../editing.ts";
import type { Mark } from "../marks.ts";
import { type Entry, keyOf } from "../work/entries.ts";
import { attachGestures } from "./gestures.ts";
import { Loupe } from "./loupe.tsx";
import { ShapesView } from "./shapes-view.tsx";
import { onStageKey } from "./stage-keys.ts";
import type { Surface } from "./surface.ts";
import { Tags } from "./tags.tsx";

interface PictureProps {
  readonly entry: Entry;
  readonly editing: Editing;
  readonly surface: Surface;
  readonly marks: readonly Mark[];
  readonly onLoaded: () => void;
  readonly onFailed: () => void;
  /** Raised when she asks for the picture again. */
  readonly attempt: number;
}

/** The picture, lying on the stage by the surface's view, with what is drawn over it. */
export const Picture = ({ entry, editing, surface, marks, onLoaded, onFailed, attempt }: PictureProps): VNode => {
  const stage = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const { bounds } = editing.editor.value;
  const key = keyOf(entry.item);
  const [seen, setSeen] = useState<string | undefined>(undefined);
  const draws = entry.ontology.tools.includes("box");

  useLayoutEffect(() => {
    const place = stage.current;
    if (!place) return undefined;
    const measure = (): void => surface.resize({ width: place.clientWidth, height: place.clientHeight });
    const watch = new ResizeObserver(measure);
    watch.observe(place);
    measure();
    const detach = attachGestures(place, surface);
    return () => {
      watch.disconnect();
      detach();
    };
  }, [surface]);
  useLayoutEffect(() => surface.fitAll(), [key, bounds]);
  // Through the CSSOM: the page's policy allows no style attributes.
  useEffect(
    () =>
      effect(() => {
        const { scale, x, y } = surface.view.value;
        const style = image.current?.style;
        style?.setProperty("transform", `translate(${x}px, ${y}px) scale(${scale})`);
        style?.setProperty("image-rendering", scale > 5 ? "pixelated" : "auto");
      }),
    [surface, key, attempt],
  );

  return (
    <div
      ref={stage}
      class={surface.draws() ? "stage draws" : "stage grab"}
      role="application"
      aria-label={t(draws ? "annotate.drawing" : "annotate.picture")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a drawing area takes keys itself; the list beside it has the same in fields.
      tabIndex={0}
      onKeyDown={(event) => {
        if (!onStageKey(event, surface)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <img
        key={`${key} ${attempt}`}
        ref={image}
        class={seen === key ? "picture" : "picture coming"}
        src={entry.item.url}
        alt={t("annotate.picture")}
        width={bounds.width}
        height={bounds.height}
        draggable={false}
        decoding="async"
        onLoad={() => {
          setSeen(key);
          onLoaded();
        }}
        onError={onFailed}
      />
      {draws && <ShapesView editing={editing} surface={surface} marks={marks} />}
      {draws && <Tags editing={editing} surface={surface} marks={marks} />}
      {draws && entry.item.url && <Loupe surface={surface} url={entry.item.url} source={bounds} />}
    </div>
  );
};
