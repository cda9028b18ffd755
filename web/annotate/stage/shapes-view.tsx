import { computed } from "@preact/signals";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { Editing } from "../editing.ts";
import { HANDLES, handlePoint } from "../engine/geometry.ts";
import { toStage } from "../engine/viewport.ts";
import type { Mark } from "../marks.ts";
import { BoxShape } from "./box-shape.tsx";
import type { Surface } from "./surface.ts";

export interface LayerProps {
  readonly editing: Editing;
  readonly surface: Surface;
  readonly marks: readonly Mark[];
}

/**
 * Everything drawn over the picture. Hidden from screen readers: the list of boxes beside it says the same in words.
 * Moving or zooming only changes the transform of one group; a drag redraws one box.
 */
export const ShapesView = (props: LayerProps): VNode => {
  const { view } = props.surface;
  const transform = useMemo(
    () => computed(() => `matrix(${view.value.scale} 0 0 ${view.value.scale} ${view.value.x} ${view.value.y})`),
    [view],
  );
  return (
    <svg class="shapes" aria-hidden="true" focusable="false">
      <g transform={transform}>
        <Standing {...props} />
        <Live {...props} />
      </g>
      <Crosshairs {...props} />
      <Handles {...props} />
    </svg>
  );
};

export const markOf = (marks: readonly Mark[], label: string): Mark | undefined => marks.find(({ id }) => id === label);

const Standing = ({ editing, marks }: LayerProps): VNode => {
  const changing = editing.live.value?.id;
  return (
    <g>
      {editing.draft.value.shapes
        .filter((box) => box.id !== changing)
        .map((box) => (
          <BoxShape
            key={box.id}
            box={box}
            mark={markOf(marks, box.label)}
            selected={box.id === editing.selected.value?.id}
          />
        ))}
    </g>
  );
};

const Live = ({ editing, marks }: LayerProps): VNode | null => {
  const box = editing.live.value;
  return box ? <BoxShape box={box} mark={markOf(marks, box.label)} selected /> : null;
};

const Crosshairs = ({ editing, surface }: LayerProps): VNode | null => {
  const crosshair = surface.crosshair.value;
  if (!crosshair || editing.mode.value !== "box" || surface.hand.value) return null;
  const { x, y } = toStage(surface.view.value, crosshair.at);
  const { width, height } = surface.size.value;
  const path = `M0 ${y}H${width}M${x} 0V${height}`;
  return (
    <g class={`crosshair ${crosshair.by}`}>
      <path class="dark" d={path} />
      <path class="bright" d={path} />
    </g>
  );
};

const Handles = ({ editing, surface }: LayerProps): VNode | null => {
  const { gesture } = editing.editor.value;
  const view = surface.view.value;
  if (gesture.kind === "corner") {
    const { x, y } = toStage(view, gesture.from);
    return <circle class="handle" cx={x} cy={y} r="7" />;
  }
  const box = editing.live.value ?? editing.selected.value;
  if (!box?.id) return null;
  // On a box smaller than a thumb the middle handles would hide it.
  const isSmall = Math.min(box.width, box.height) * view.scale < 56;
  const picked = gesture.kind === "picked" ? gesture.handle : undefined;
  return (
    <g>
      {HANDLES.filter((handle) => !isSmall || handle.length === 2).map((handle) => {
        const { x, y } = toStage(view, handlePoint(box, handle));
        const seen = handle.length === 2 ? 7 : 5;
        return <circle key={handle} class={handle === picked ? "handle picked" : "handle"} cx={x} cy={y} r={seen} />;
      })}
    </g>
  );
};
