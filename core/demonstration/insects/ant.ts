import type { Seeded } from "../../seeded.ts";
import { css, darker, fill, hsl, lighter, rounded } from "../colour.ts";
import { at, type Drawing, ellipse, join, type Point, stroke, within } from "../drawing.ts";
import { legPair } from "./limbs.ts";

/** Seen from above, about 100 long: a wood ant with its waist, elbowed antennae and long legs. */
export const ant = (random: Seeded, name: string): Drawing => {
  const chest = random.pick([hsl(16, 62, 28), hsl(10, 52, 22), hsl(24, 34, 20)] as const);
  const rear = hsl(18, 24, 12);
  const limbs = darker(chest, 3);
  return join(
    gradient(`${name}-chest`, chest),
    gradient(`${name}-rear`, rear),
    legPair(random, [at(4, -16), at(20, -27), at(33, -42), at(37, -55)], 2.6, limbs),
    legPair(random, [at(4.4, -10), at(24, -11), at(40, 0), at(47, 10)], 2.6, limbs),
    legPair(random, [at(4, -4), at(21, 9), at(35, 32), at(39, 47)], 2.8, limbs),
    antenna(random, 1, limbs),
    antenna(random, -1, limbs),
    jaws(limbs),
    gaster(name),
    ellipse(at(0, 9.6), 2.9, 3.8, fill(`${name}-chest`)),
    ellipse(at(0, 1), 5, 7.6, fill(`${name}-chest`)),
    ellipse(at(0, -12.4), 7.2, 10.4, fill(`${name}-chest`)),
    within(ellipse(at(-2.4, -16), 2, 4, { fill: "#ffffff", opacity: 0.22 }, 12)),
    head(name),
  );
};

type Tint = ReturnType<typeof hsl>;

const gradient = (id: string, colour: Tint): Drawing =>
  rounded(id, [
    [0, css(lighter(colour, 30))],
    [0.4, css(lighter(colour, 6))],
    [1, css(darker(colour, 9))],
  ]);

const gaster = (name: string): Drawing => {
  const band = (y: number, half: number): Drawing =>
    stroke([at(-half, y - 1.6), at(0, y + 1), at(half, y - 1.6)], 0.8, { stroke: "#000000", opacity: 0.55 });
  const silk = (y: number, half: number): Drawing =>
    stroke([at(-half, y - 1.8), at(0, y + 0.8), at(half, y - 1.8)], 0.9, { stroke: "#d9b98a", opacity: 0.22 });
  return join(
    ellipse(at(0, 30), 14, 18.6, fill(`${name}-rear`)),
    within(join(band(21.4, 11.4), silk(22.8, 11.6), band(30, 13.2), silk(31.4, 13.2), band(38.6, 11), silk(40, 10.4))),
    within(ellipse(at(-5, 24), 3.4, 7.4, { fill: "#ffffff", opacity: 0.3 }, 14)),
  );
};

const head = (name: string): Drawing => {
  const eye = (side: 1 | -1): Drawing =>
    join(
      ellipse(at(side * 7.4, -33.4), 1.7, 2.4, { fill: "#080605" }, side * 12),
      within(ellipse(at(side * 7.4 - 0.5, -34.3), 0.5, 0.6, { fill: "#ffffff", opacity: 0.8 })),
    );
  return join(
    ellipse(at(0, -31.6), 9.4, 9.8, fill(`${name}-chest`)),
    within(ellipse(at(-3, -35.4), 2.6, 3.4, { fill: "#ffffff", opacity: 0.26 }, 20)),
    eye(1),
    eye(-1),
  );
};

const jaws = (colour: Tint): Drawing => {
  const one = (side: 1 | -1): Drawing =>
    stroke([at(side * 4.6, -39.4), at(side * 5.4, -44), at(side * 1, -46)], 2.2, { stroke: css(colour) });
  return join(one(1), one(-1));
};

/** A long first joint, then the bend for which ants are known. */
const antenna = (random: Seeded, side: 1 | -1, colour: Tint): Drawing => {
  const sway = random.between(-3, 3);
  const elbow: Point = at(side * (15 + sway * 0.4), -46 + sway);
  const tip: Point = at(side * (24 + sway), -59 + sway * 0.6);
  const paint = { stroke: css(colour) };
  return join(
    stroke([at(side * 3.4, -38.4), elbow], 1.3, paint),
    stroke([elbow, at((elbow.x + tip.x) / 2 + side, (elbow.y + tip.y) / 2), tip], 1.5, paint),
  );
};
