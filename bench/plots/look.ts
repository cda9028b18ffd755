import { element } from "./svg.ts";

/** Natural width of every plot: as small as lets words be read on a phone. */
export const WIDTH = 480;

/** How a line of figures looks everywhere: a hue, a sign and a dash, for nothing is told by colour alone. */
export type Series = "default" | "plain" | "majority" | "dawid-skene" | "fixed" | "stopping" | "unbounded";

type Sign = "circle" | "square" | "triangle" | "diamond";

const SIGNS: Readonly<Record<Series, Sign>> = {
  default: "circle",
  plain: "diamond",
  majority: "square",
  "dawid-skene": "triangle",
  fixed: "square",
  stopping: "circle",
  unbounded: "diamond",
};

interface Colours {
  readonly card: string;
  readonly line: string;
  readonly ink: string;
  readonly soft: string;
  readonly leaf: string;
  readonly sky: string;
  readonly clay: string;
  readonly ochre: string;
}

const LIGHT: Colours = {
  card: "#ffffff",
  line: "#dcd8cc",
  ink: "#1a1f1c",
  soft: "#565d57",
  leaf: "#1d6b4f",
  sky: "#1f5f8b",
  clay: "#a63a22",
  ochre: "#8f5a00",
};
const DARK: Colours = {
  card: "#191e1b",
  line: "#39423b",
  ink: "#eef1ee",
  soft: "#b3bbb4",
  leaf: "#63c59d",
  sky: "#7ab8e0",
  clay: "#f0917a",
  ochre: "#e0ad55",
};

const hueOf = ({ leaf, sky, clay, ochre }: Colours): Readonly<Record<Series, string>> => ({
  default: leaf,
  plain: ochre,
  majority: sky,
  "dawid-skene": clay,
  fixed: sky,
  stopping: leaf,
  unbounded: ochre,
});

const rules = (colours: Colours): string =>
  [
    `.card{fill:${colours.card};stroke:${colours.line}}.halo{stroke:${colours.card}}`,
    `text{fill:${colours.ink}}.soft{fill:${colours.soft}}.loss{fill:${colours.clay}}`,
    `.grid{stroke:${colours.line}}.axis,.ideal{stroke:${colours.soft}}`,
    ...Object.entries(hueOf(colours)).map(
      ([name, hue]) => `.${name}{stroke:${hue};fill:${hue}}.few.${name}{fill:${colours.card}}`,
    ),
  ].join("");

/** Light, and dark where the reader's system is: plain rules, for renderers that know no variables. */
export const STYLE = [
  "text{font:13px system-ui,'Segoe UI','Noto Sans',sans-serif;font-variant-numeric:tabular-nums}",
  ".name{font-size:15px;font-weight:600}.strong,.loss{font-weight:600}.small{font-size:12px}",
  ".line{fill:none!important;stroke-width:2}.ideal{stroke-dasharray:2 4;stroke-width:1.5}",
  ".line.plain,.line.unbounded{stroke-dasharray:6 4}.line.dawid-skene{stroke-dasharray:2 3}",
  ".mark{stroke-width:1.5}.halo{stroke-width:4;paint-order:stroke;stroke-linejoin:round}",
  rules(LIGHT),
  `@media(prefers-color-scheme:dark){${rules(DARK)}}`,
].join("");

const SIZE = 4.5;

/** The sign of a series at a place; hollow where few items stand behind it. */
export const mark = (series: Series, x: number, y: number, isHollow = false): string => {
  const kind = `mark ${series}${isHollow ? " few" : ""}`;
  const sign = SIGNS[series];
  if (sign === "circle") return element("circle", { cx: x, cy: y, r: SIZE, class: kind });
  const corners = {
    square: [-1, -1, 1, -1, 1, 1, -1, 1],
    triangle: [0, -1.2, 1.1, 0.9, -1.1, 0.9],
    diamond: [0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0],
  }[sign];
  const points = corners.map((part, at) => Math.round(10 * ((at % 2 === 0 ? x : y) + part * SIZE * 0.95)) / 10);
  return element("polygon", { points: points.join(" "), class: kind });
};
