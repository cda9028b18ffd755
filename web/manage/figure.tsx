import type { VNode } from "preact";

interface FigureProps {
  readonly name: string;
  readonly figure: string;
  readonly under: string;
}

/** One number that a vendor looks for, with what it counts and out of what. */
export const Figure = ({ name, figure, under }: FigureProps): VNode => (
  <div>
    <p class="small soft">{name}</p>
    <p class="figure">{figure}</p>
    <p class="small soft">{under}</p>
  </div>
);
