import type { Seeded } from "../../seeded.ts";
import { along, css, fill, hsl, rounded } from "../colour.ts";
import { at, blob, type Drawing, ellipse, join, type Point, stroke, within } from "../drawing.ts";
import { legPair, mirrored } from "./limbs.ts";

const BLACK = hsl(20, 12, 9);

/** Seen from above, about 100 long: two red wing cases with seven spots, a black neck shield with white cheeks. */
export const ladybird = (random: Seeded, name: string): Drawing => {
  const red = hsl(random.between(4, 18), 88, random.between(42, 48));
  return join(legs(random), antennae(), head(name), shield(name), wings(random, name, red.hue, red.lightness));
};

const legs = (random: Seeded): Drawing =>
  join(
    legPair(random, [at(14, -22), at(27, -33), at(33, -44), at(35, -50)], 4, BLACK),
    legPair(random, [at(26, 0), at(41, -5), at(49, 2), at(53, 8)], 4, BLACK),
    legPair(random, [at(22, 20), at(36, 31), at(43, 42), at(44, 50)], 4.2, BLACK),
  );

const antennae = (): Drawing => {
  const right: readonly Point[] = [at(6, -47), at(11, -53), at(13, -58)];
  const one = (points: readonly Point[]): Drawing => {
    const tip = points[2] ?? at(0, 0);
    return join(stroke(points, 1.5, { stroke: css(BLACK) }), ellipse(tip, 1.9, 1.9, { fill: css(BLACK) }));
  };
  return join(one(right), one(right.map(mirrored)));
};

const head = (name: string): Drawing => {
  const cheek = (sign: 1 | -1): Drawing => ellipse(at(sign * 6.6, -43.5), 2.3, 2.8, { fill: "#f4efe2" }, sign * -20);
  return join(
    rounded(`${name}-head`, [
      [0, "#5d5753"],
      [0.5, "#211d1b"],
      [1, "#0a0908"],
    ]),
    ellipse(at(0, -41.5), 12, 8.6, fill(`${name}-head`)),
    within(cheek(1)),
    within(cheek(-1)),
  );
};

const shield = (name: string): Drawing => {
  const half = [at(0, -39), at(11, -37.6), at(20, -32), at(22, -24), at(12, -21.5)];
  const white = (sign: 1 | -1): Drawing =>
    blob([at(sign * 12.5, -35.6), at(sign * 19.4, -31.2), at(sign * 20.4, -25.4), at(sign * 15.4, -28)], {
      fill: "#f4efe2",
    });
  return join(
    rounded(`${name}-shield`, [
      [0, "#6b6561"],
      [0.5, "#26211f"],
      [1, "#0b0a09"],
    ]),
    blob([...half, at(0, -20.6), ...half.slice(1).reverse().map(mirrored)], fill(`${name}-shield`)),
    within(white(1)),
    within(white(-1)),
  );
};

const wings = (random: Seeded, name: string, hue: number, lightness: number): Drawing => {
  const edge = [at(0.3, -23), at(14, -24), at(28, -15), at(34, 3), at(30, 24), at(16, 40), at(0.3, 46)];
  const red = (more: number): string => css(hsl(hue + more * 0.35, 90, lightness + more));
  const shell = [
    [0, red(24)],
    [0.3, red(8)],
    [0.72, red(-6)],
    [1, red(-22)],
  ] as const;
  const spot = (x: number, y: number, size: number): Drawing =>
    ellipse(at(x, y), size, size * 1.08, { fill: "#17110f" }, random.between(-20, 20));
  const pairs = [at(13, -8), at(22, 10), at(11, 26)].map((middle) => {
    const size = random.between(4.6, 6.2);
    return join(spot(middle.x, middle.y, size), spot(-middle.x, middle.y, size));
  });
  return join(
    rounded(`${name}-right`, shell, 0.32, 0.24, 0.95),
    rounded(`${name}-left`, shell, 0.5, 0.24, 0.95),
    blob([...edge, at(0.3, 12)].map(mirrored), fill(`${name}-left`)),
    blob([...edge, at(0.3, 12)], fill(`${name}-right`)),
    within(join(...pairs, ellipse(at(0, -18.5), 5.6, 5, { fill: "#17110f" }))),
    within(stroke([at(0, -23), at(0, 45.4)], 0.9, { stroke: "#2a0d08", opacity: 0.9 })),
    within(gloss(name)),
  );
};

const gloss = (name: string): Drawing =>
  join(
    along(
      `${name}-gloss`,
      [
        [0, "#ffffff", 0.85],
        [1, "#ffffff", 0],
      ],
      [0, 0, 0.6, 1],
    ),
    blob([at(-24, -9), at(-15, -18), at(-9, -15), at(-13, 1), at(-22, 8)], fill(`${name}-gloss`)),
    blob([at(5, -17), at(12, -18), at(16, -10), at(9, -3), at(5, -8)], fill(`${name}-gloss`, { opacity: 0.5 })),
  );
