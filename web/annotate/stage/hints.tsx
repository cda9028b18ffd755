import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/t.ts";
import type { Editing } from "../editing.ts";
import type { Mark } from "../marks.ts";

/** One line at the edge of the stage: what the next tap does, and what was just drawn or removed. Also said aloud. */
export const Hints = ({ editing, marks }: { readonly editing: Editing; readonly marks: readonly Mark[] }): VNode => {
  const { gesture, slips } = editing.editor.value;
  const { shapes } = editing.draft.value;
  const before = useRef({ shapes, slips });
  const [news, setNews] = useState("");
  useEffect(() => {
    const { shapes: old, slips: oldSlips } = before.current;
    before.current = { shapes, slips };
    const nameOf = (label: string | undefined): string => marks.find(({ id }) => id === label)?.name ?? "";
    if (slips > oldSlips) setNews(t("annotate.hint.small"));
    else if (shapes.length > old.length) setNews(t("annotate.drawn.added", { label: nameOf(shapes.at(-1)?.label) }));
    else if (shapes.length < old.length) {
      const gone = old.find((box) => !shapes.some(({ id }) => id === box.id));
      setNews(t("annotate.drawn.removed", { label: nameOf(gone?.label) }));
    }
  }, [shapes, slips]);

  const next =
    gesture.kind === "corner" ? t("annotate.hint.corner") : gesture.kind === "picked" ? t("annotate.hint.handle") : "";
  const first = editing.mode.value === "box" && shapes.length === 0 && slips === 0 ? t("annotate.hint.start") : "";
  const seen = next || (news === t("annotate.hint.small") ? news : first);
  return (
    <>
      {seen && gesture.kind !== "draw" && <p class="hint-line">{seen}</p>}
      <span class="unseen" role="status">
        {next || news}
      </span>
    </>
  );
};
