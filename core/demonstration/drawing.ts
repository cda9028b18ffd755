/** A piece of SVG, and points that its outline touches: the box of an insect is drawn with it, not guessed after. */
export interface Drawing {
  readonly svg: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Paint = Readonly<Record<string, string | number>>;

export const at = (x: number, y: number): Point => ({ x, y });

/** Two decimals are finer than a pixel will ever show. */
export const num = (value: number): string => String(Math.round(value * 100) / 100);

export const attributes = (paint: Paint): string =>
  Object.entries(paint)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? num(value) : value}"`)
    .join("");

export const join = (...parts: readonly Drawing[]): Drawing => ({
  svg: parts.map(({ svg }) => svg).join(""),
  points: parts.flatMap(({ points }) => points),
});

/**
 * Of one fill or one stroke alone, transparency can be the paint's own: `opacity` makes a renderer draw the element apart
 * and lay it over, which takes a hundred times as long.
 */
const ofPaint = ({ opacity, ...paint }: Paint): Paint => {
  if (opacity === undefined) return paint;
  const [hasFill, hasStroke] = [paint["fill"] !== "none", paint["stroke"] !== undefined];
  if (hasFill && hasStroke) return { ...paint, opacity };
  return { ...paint, [hasFill ? "fill-opacity" : "stroke-opacity"]: opacity };
};

/** Definitions and decoration that take no room. */
export const markup = (svg: string): Drawing => ({ svg, points: [] });

/** What is drawn but does not belong to the thing's extent: a gloss, a pattern within. */
export const within = (drawing: Drawing): Drawing => markup(drawing.svg);

export const group = (drawing: Drawing, paint: Paint): Drawing => ({
  svg: `<g${attributes(paint)}>${drawing.svg}</g>`,
  points: drawing.points,
});

/** `degrees` turns it about its own middle. */
export const ellipse = (middle: Point, rx: number, ry: number, paint: Paint, degrees = 0): Drawing => {
  const turn = (degrees * Math.PI) / 180;
  const points = Array.from({ length: 24 }, (_, step) => {
    const angle = (step / 24) * 2 * Math.PI;
    const [x, y] = [rx * Math.cos(angle), ry * Math.sin(angle)];
    return at(middle.x + x * Math.cos(turn) - y * Math.sin(turn), middle.y + x * Math.sin(turn) + y * Math.cos(turn));
  });
  const turned: Paint = degrees === 0 ? {} : { transform: `rotate(${num(degrees)} ${num(middle.x)} ${num(middle.y)})` };
  const svg = `<ellipse${attributes({ cx: middle.x, cy: middle.y, rx, ry, ...turned, ...ofPaint(paint) })}/>`;
  return { svg, points };
};

/** A smooth closed outline through the points. */
export const blob = (corners: readonly Point[], paint: Paint): Drawing => {
  const curves = smooth(corners, true);
  return { svg: `<path d="${pathOf(curves)}Z"${attributes(ofPaint(paint))}/>`, points: curves.flatMap(sampled) };
};

/** A smooth stroke through the points, `width` wide with round ends. */
export const stroke = (corners: readonly Point[], width: number, paint: Paint): Drawing => {
  const curves = smooth(corners, false);
  const style: Paint = { fill: "none", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" };
  const half = width / 2;
  const around = curves
    .flatMap(sampled)
    .flatMap(({ x, y }) => [at(x - half, y), at(x + half, y), at(x, y - half), at(x, y + half)]);
  return { svg: `<path d="${pathOf(curves)}"${attributes(ofPaint({ ...style, ...paint }))}/>`, points: around };
};

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** Clockwise; 0 looks up. */
  readonly degrees: number;
}

/** Moves a drawing made about the origin to where it goes in the picture. */
export const placed = (drawing: Drawing, { x, y, scale, degrees }: Place): Drawing => {
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  return {
    svg: `<g transform="translate(${num(x)} ${num(y)}) rotate(${num(degrees)}) scale(${num(scale)})">${drawing.svg}</g>`,
    points: drawing.points.map((point) => at(x + point.x * cos - point.y * sin, y + point.x * sin + point.y * cos)),
  };
};

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest upright box round the drawing. */
export const extentOf = ({ points }: Drawing): Extent => {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
};

interface Curve {
  readonly from: Point;
  readonly c1: Point;
  readonly c2: Point;
  readonly to: Point;
}

/** Catmull and Rom's curve through the points, as cubic Béziers. */
const smooth = (corners: readonly Point[], closed: boolean): readonly Curve[] => {
  const count = corners.length;
  const corner = (index: number): Point => {
    const bounded = closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index));
    return corners[bounded] ?? at(0, 0);
  };
  return Array.from({ length: closed ? count : count - 1 }, (_, index) => {
    const [before, from, to, after] = [corner(index - 1), corner(index), corner(index + 1), corner(index + 2)];
    return {
      from,
      c1: at(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6),
      c2: at(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6),
      to,
    };
  });
};

const pathOf = (curves: readonly Curve[]): string => {
  const pair = ({ x, y }: Point): string => `${num(x)} ${num(y)}`;
  const [first] = curves;
  if (!first) return "";
  return `M${pair(first.from)}${curves.map(({ c1, c2, to }) => `C${pair(c1)} ${pair(c2)} ${pair(to)}`).join("")}`;
};

const sampled = ({ from, c1, c2, to }: Curve): readonly Point[] =>
  Array.from({ length: 9 }, (_, step) => {
    const t = step / 8;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return at(a * from.x + b * c1.x + c * c2.x + d * to.x, a * from.y + b * c1.y + c * c2.y + d * to.y);
  });
