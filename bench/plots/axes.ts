import { line, words } from "./svg.ts";

/** Where a number lies on the picture. */
export type Scale = (value: number) => number;

export const scale =
  (from: readonly [number, number], to: readonly [number, number]): Scale =>
  (value) =>
    to[0] + ((value - from[0]) / (from[1] - from[0])) * (to[1] - to[0]);

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A number below 1 as it is written here: `.95`. */
export const share = (value: number, digits = 2): string => value.toFixed(digits).replace(/^(-?)0\./, "$1.");

/** The same for the numbers of an axis: 0 and 1 are written so. */
export const tick =
  (digits: number) =>
  (value: number): string =>
    Number.isInteger(value) ? String(value) : share(value, digits);

/** From the first multiple of a step to the last that lies in a range. */
export const ticks = (from: number, to: number, step: number): readonly number[] => {
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, at) => (first + at) * step);
};

/** Lines across at each tick, with its number to the left. */
export const upAxis = (area: Area, at: Scale, values: readonly number[], shown: (value: number) => string): string[] =>
  values.flatMap((value) => [
    line(area.left, at(value), area.right, at(value), "grid"),
    words(shown(value), area.left - 7, at(value) + 4.5, { "text-anchor": "end", class: "soft" }),
  ]);

/** The foot of an area, with short strokes and numbers below. */
export const alongAxis = (
  area: Area,
  at: Scale,
  values: readonly number[],
  shown: (value: number) => string,
): string[] => [
  line(area.left, area.bottom, area.right, area.bottom, "axis"),
  ...values.flatMap((value) => [
    line(at(value), area.bottom, at(value), area.bottom + 4, "axis"),
    words(shown(value), at(value), area.bottom + 18, { "text-anchor": "middle", class: "soft" }),
  ]),
];

/** The title of the axis that goes up, turned along it. */
export const upTitle = (text: string, area: Area, x: number): string => {
  const y = (area.top + area.bottom) / 2;
  return words(text, x, y, { "text-anchor": "middle", transform: `rotate(-90 ${x} ${y})` });
};
