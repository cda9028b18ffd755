import type { VNode } from "preact";
import { toStage } from "../engine/viewport.ts";
import { inkOn } from "../marks.ts";
import { type LayerProps, markOf } from "./shapes-view.tsx";

/** Names on boxes stand in the way when there are many: then only the selected one wears its name. */
const TAGS_MAX = 40;
const HEIGHT = 24;

/** The number and name of each box, on its upper edge; inside it where there is no room above. */
export const Tags = ({ editing, surface, marks }: LayerProps): VNode => {
  const { shapes } = editing.draft.value;
  const live = editing.live.value;
  const selected = editing.selected.value?.id;
  const tagged = shapes.length > TAGS_MAX ? shapes.filter((box) => box.id === selected) : shapes;
  const view = surface.view.value;
  return (
    <div class="tags" aria-hidden="true">
      {tagged.map((box) => {
        const mark = markOf(marks, box.label);
        if (!mark) return null;
        const { x, y } = toStage(view, live?.id === box.id ? live : box);
        const top = y < HEIGHT ? y + 3 : y - HEIGHT;
        return (
          <span
            key={box.id}
            style={{
              transform: `translate(${Math.round(x)}px, ${Math.round(top)}px)`,
              background: mark.colour,
              color: inkOn(mark.colour),
            }}
          >
            {mark.number} {mark.name}
          </span>
        );
      })}
    </div>
  );
};
