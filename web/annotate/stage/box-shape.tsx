import { Component, type VNode } from "preact";
import type { Box } from "../../../core/annotation.ts";
import type { Mark } from "../marks.ts";

interface BoxShapeProps {
  readonly box: Box;
  readonly mark: Mark | undefined;
  readonly selected: boolean;
}

/** One box: a dark casing under a bright stroke, so that it shows on any picture. Redrawn only when it changes. */
export class BoxShape extends Component<BoxShapeProps> {
  override shouldComponentUpdate = (next: BoxShapeProps): boolean =>
    next.box !== this.props.box || next.mark !== this.props.mark || next.selected !== this.props.selected;

  override render(): VNode {
    const { box, mark, selected } = this.props;
    const { x, y, width, height } = box;
    return (
      <g class={selected ? "box selected" : "box"}>
        <rect class="casing" x={x} y={y} width={width} height={height} />
        <rect
          class="stroke"
          x={x}
          y={y}
          width={width}
          height={height}
          stroke={mark?.colour}
          stroke-dasharray={mark?.dash}
        />
      </g>
    );
  }
}
