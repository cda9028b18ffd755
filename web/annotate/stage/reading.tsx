import type { VNode } from "preact";
import { t } from "../../i18n/t.ts";
import { useLoaded } from "../../parts/loaded.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { ShownItem } from "../work/entries.ts";

interface ReadingProps {
  readonly item: ShownItem;
  readonly onLoaded: () => void;
  readonly onFailed: () => void;
}

/** A text in a column that can be read; fetched when it lies in an object of its own. */
export const Reading = ({ item, onLoaded, onFailed }: ReadingProps): VNode => {
  const { text, url } = item;
  const { now } = useLoaded(async () => {
    if (text !== undefined || !url) return text ?? "";
    const answer = await fetch(url).catch(() => undefined);
    if (!answer?.ok) {
      onFailed();
      return "";
    }
    onLoaded();
    return answer.text();
  }, [text, url]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keys.
    <section class="stage reading" tabIndex={0} aria-label={t("annotate.text")}>
      {now.state === "here" ? <p dir="auto">{now.content}</p> : <Skeleton height={120} />}
    </section>
  );
};
