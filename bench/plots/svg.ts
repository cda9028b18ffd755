export type Attributes = Readonly<Record<string, string | number>>;

/** Tenths of a pixel: finer is not seen, and would differ from one processor's last bit to another's. */
const written = (value: string | number): string => (typeof value === "number" ? String(rounded(value)) : value);
const rounded = (value: number): number => Math.round(value * 10) / 10 + 0;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** One element with its children, which are markup already. */
export const element = (name: string, attributes: Attributes, ...children: readonly string[]): string => {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(written(value))}"`);
  const open = `<${name}${listed.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
};

/** Words at a place. `class` carries size and colour, `text-anchor` the side they grow to. */
export const words = (text: string, x: number, y: number, attributes: Attributes = {}): string =>
  element("text", { x, y, ...attributes }, escaped(text));

export const line = (x1: number, y1: number, x2: number, y2: number, kind: string): string =>
  element("line", { x1, y1, x2, y2, class: kind });

export type Point = readonly [x: number, y: number];

/** Straight lines through points; nothing where there are fewer than two. */
export const path = (points: readonly Point[], kind: string): string =>
  points.length < 2
    ? ""
    : element("polyline", { points: points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(" "), class: kind });

/** What a picture is for who does not see it. */
export interface Described {
  readonly title: string;
  readonly description: string;
}

/** A whole picture of its own size, which shrinks with the page. It brings its own ground, so that any page will do. */
export const picture = (
  { width, height }: { readonly width: number; readonly height: number },
  { title, description }: Described,
  style: string,
  parts: readonly string[],
): string => {
  const head = [
    element("title", {}, escaped(title)),
    element("desc", {}, escaped(description)),
    element("style", {}, style),
    element("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 10, class: "card" }),
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
  };
  const drawn = [...head, ...parts].filter((part) => part !== "");
  return `${element("svg", attributes, `\n${drawn.join("\n")}\n`)}\n`;
};
