import type { Seeded } from "../../seeded.ts";
import { along, css, fill, hsl, rounded } from "../colour.ts";
import { at, blob, type Drawing, ellipse, group, join, markup, type Point, stroke, within } from "../drawing.ts";
import { legPair, mirrored } from "./limbs.ts";

const DARK = hsl(24, 30, 13);
const ABDOMEN = [at(0, -2), at(11, 2), at(15.5, 14), at(14.5, 28), at(8.5, 41), at(0, 48)];

/** Seen from above, about 100 long: banded abdomen, furred thorax, two pairs of veined wings. */
export const bee = (random: Seeded, name: string): Drawing => {
  const amber = random.between(32, 42);
  return join(legs(random), abdomen(name, amber), wings(random, name), thorax(random, name, amber), head(name, amber));
};

const legs = (random: Seeded): Drawing =>
  join(
    legPair(random, [at(8, -24), at(17, -33), at(23, -43), at(24, -50)], 2.8, DARK),
    legPair(random, [at(9, -16), at(23, -14), at(31, -5), at(34, 2)], 2.8, DARK),
    legPair(random, [at(8, -8), at(20, 8), at(24, 26), at(23, 36)], 3.4, DARK),
    ...[1, -1].map((side) => ellipse(at(side * 22.6, 19), 3.2, 5.4, { fill: "#e8a51c" }, side * -12)),
  );

const abdomen = (name: string, hue: number): Drawing => {
  const outline = [...ABDOMEN, ...ABDOMEN.slice(1, -1).reverse().map(mirrored)];
  const bands = [5, 13.5, 22, 30.5, 38.5].map((y, index) => {
    const bow = [at(-18, y - 2), at(-8, y + 2), at(0, y + 3.2), at(8, y + 2), at(18, y - 2)];
    return stroke(bow, 4.6 - index * 0.35, { stroke: "#1d120b", opacity: 0.92 });
  });
  const fuzz = [9.5, 18, 26.4, 34.6].map((y) =>
    stroke([at(-15, y - 2), at(0, y + 3), at(15, y - 2)], 1.1, {
      stroke: "#ffe9b0",
      opacity: 0.4,
      "stroke-dasharray": "0.6 0.9",
    }),
  );
  return join(
    rounded(`${name}-abdomen`, [
      [0, css(hsl(hue + 6, 88, 66))],
      [0.45, css(hsl(hue, 84, 46))],
      [1, css(hsl(hue - 10, 78, 22))],
    ]),
    markup(`<clipPath id="${name}-clip">${blob(outline, {}).svg}</clipPath>`),
    blob(outline, fill(`${name}-abdomen`)),
    within(group(join(...bands, ...fuzz), { "clip-path": `url(#${name}-clip)` })),
    within(ellipse(at(-5.4, 14), 3, 13, { fill: "#ffffff", opacity: 0.2 }, 6)),
    stroke([at(0, 47), at(0, 50.5)], 1, { stroke: "#1d120b" }),
  );
};

const thorax = (random: Seeded, name: string, hue: number): Drawing => {
  const hair = Array.from({ length: 150 }, () => {
    const angle = random.between(0, 2 * Math.PI);
    const [from, to] = [random.between(3, 11), random.between(12.5, 16)];
    const root = at(from * Math.cos(angle), -18 + from * Math.sin(angle));
    const tip = at(to * Math.cos(angle + 0.1), -18 + to * 0.98 * Math.sin(angle + 0.1));
    const shade = hsl(hue + random.between(-8, 6), 60, random.between(34, 68));
    return stroke([root, tip], 0.8, { stroke: css(shade), opacity: 0.8 });
  });
  return join(
    rounded(`${name}-thorax`, [
      [0, css(hsl(hue + 2, 62, 56))],
      [0.55, css(hsl(hue - 6, 58, 32))],
      [1, css(hsl(hue - 12, 50, 14))],
    ]),
    ellipse(at(0, -18), 13.4, 13, fill(`${name}-thorax`)),
    ...hair,
    within(ellipse(at(0, -17), 5.4, 6.4, { fill: css(hsl(hue - 14, 44, 14)), opacity: 0.7 })),
  );
};

const head = (name: string, hue: number): Drawing => {
  const feeler = (side: 1 | -1): Drawing =>
    stroke([at(side * 3.4, -42), at(side * 8.4, -49), at(side * 15, -54.5)], 1.5, { stroke: "#1b120c" });
  const eye = (side: 1 | -1): Drawing =>
    join(
      ellipse(at(side * 8.2, -36), 3.4, 6.4, { fill: "#1a1210" }, side * -18),
      within(ellipse(at(side * 8.2 - 1, -38.6), 0.9, 1.9, { fill: "#ffffff", opacity: 0.55 }, side * -18)),
    );
  return join(
    feeler(1),
    feeler(-1),
    rounded(`${name}-head`, [
      [0, css(hsl(hue - 4, 40, 40))],
      [0.6, css(hsl(hue - 10, 40, 20))],
      [1, css(hsl(hue - 14, 40, 9))],
    ]),
    ellipse(at(0, -36), 10, 8, fill(`${name}-head`)),
    eye(1),
    eye(-1),
    within(ellipse(at(0, -33.6), 4.4, 2.8, { fill: css(hsl(hue, 50, 58)), opacity: 0.5 })),
  );
};

const wings = (random: Seeded, name: string): Drawing => {
  const spread = random.between(-3, 4);
  const fore = [at(7, -22), at(22, -27 - spread), at(42, -17 - spread), at(50, -3), at(40, 7), at(22, -4)];
  const hind = [at(8, -14), at(22, -4), at(33, 10), at(31, 20), at(20, 15)];
  const glass = fill(`${name}-glass`, { stroke: "#6b5a45", "stroke-opacity": 0.75, "stroke-width": 0.55 });
  const veins: readonly (readonly Point[])[] = [
    [at(8, -21), at(26, -18 - spread), at(49, -4)],
    [at(9, -20), at(24, -10), at(40, 6)],
    [at(26, -18 - spread), at(27, -9), at(24, -4)],
    [at(36, -13 - spread), at(36, -4), at(32, 2)],
    [at(10, -13), at(22, 2), at(31, 18)],
  ];
  const vein = (points: readonly Point[]): Drawing => stroke(points, 0.45, { stroke: "#5b4b38", opacity: 0.7 });
  const half = (turn: (point: Point) => Point): Drawing =>
    join(
      blob(hind.map(turn), glass),
      blob(fore.map(turn), glass),
      within(join(...veins.map((points) => vein(points.map(turn))))),
    );
  return join(
    along(
      `${name}-glass`,
      [
        [0, "#fffaf0", 0.62],
        [0.5, "#e9dcc3", 0.38],
        [1, "#f6fbff", 0.55],
      ],
      [0, 0, 1, 1],
    ),
    half((point) => point),
    half(mirrored),
  );
};
