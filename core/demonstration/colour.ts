import { type Drawing, markup, num, type Paint } from "./drawing.ts";

/** Hue in degrees, the others in per cent. */
export interface Colour {
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
}

export const hsl = (hue: number, saturation: number, lightness: number): Colour => ({ hue, saturation, lightness });

const bounded = (value: number): number => Math.min(100, Math.max(0, value));

/** As SVG and CSS write it: `#rrggbb`. Lightness and saturation out of bounds are brought to the edge. */
export const css = ({ hue, saturation, lightness }: Colour): string => {
  const [s, l] = [bounded(saturation) / 100, bounded(lightness) / 100];
  const channel = (offset: number): string => {
    const k = (offset + (((hue % 360) + 360) % 360) / 30) % 12;
    const value = l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
};

export const lighter = (colour: Colour, by: number): Colour => ({ ...colour, lightness: colour.lightness + by });
export const darker = (colour: Colour, by: number): Colour => lighter(colour, -by);

/** `[offset 0 to 1, colour, opacity]` */
export type Stop = readonly [offset: number, colour: string, opacity?: number];

const stops = (all: readonly Stop[]): string =>
  all
    .map(
      ([offset, colour, opacity = 1]) =>
        `<stop offset="${num(offset)}" stop-color="${colour}" stop-opacity="${num(opacity)}"/>`,
    )
    .join("");

/** Light falls from the upper left: the centre of every rounded thing's gradient lies there. */
export const rounded = (id: string, all: readonly Stop[], cx = 0.36, cy = 0.32, r = 0.78): Drawing =>
  markup(`<radialGradient id="${id}" cx="${num(cx)}" cy="${num(cy)}" r="${num(r)}">${stops(all)}</radialGradient>`);

/** From a corner of the shape's box to the opposite one, as fractions of it. */
export const along = (
  id: string,
  all: readonly Stop[],
  [x1, y1, x2, y2]: readonly [number, number, number, number],
): Drawing =>
  markup(
    `<linearGradient id="${id}" x1="${num(x1)}" y1="${num(y1)}" x2="${num(x2)}" y2="${num(y2)}">${stops(all)}</linearGradient>`,
  );

export const fill = (id: string, more: Paint = {}): Paint => ({ fill: `url(#${id})`, ...more });
