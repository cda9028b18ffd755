import type { Seeded } from "../../seeded.ts";
import { css, darker, fill, hsl, lighter, rounded } from "../colour.ts";
import { at, blob, type Drawing, ellipse, join, type Point } from "../drawing.ts";
import { litter, pebble, type Thing, twig } from "./litter.ts";
import { grain, type Size, sheet } from "./texture.ts";

/** A forest floor: crumbs of earth, pebbles, twigs, a few fallen leaves. */
export const soilGround = (random: Seeded, name: string, size: Size): Drawing => {
  const earth = random.pick([hsl(24, 34, 19), hsl(30, 26, 22), hsl(16, 30, 18)] as const);
  const seed = (): number => random.whole(1, 999);
  const anywhere = (): Point => at(random.between(-20, size.width + 20), random.between(-20, size.height + 20));
  const crumbs = Array.from({ length: Math.round((size.width * size.height) / 2200) }, () =>
    crumb(random, anywhere(), earth),
  );
  const some = (from: number, to: number, make: (id: string) => Thing): readonly Thing[] =>
    Array.from({ length: random.whole(from, to) }, (_, index) => make(`${name}-${from}-${index}`));
  const things = [
    ...some(2, 4, (id) => litter(random, id, anywhere(), size)),
    ...some(9, 16, (id) => pebble(random, id, anywhere())),
    ...some(5, 8, () => twig(random, anywhere(), size)),
  ];
  return join(
    rounded(
      `${name}-earth`,
      [
        [0, css(lighter(earth, 9))],
        [0.7, css(earth)],
        [1, css(darker(earth, 8))],
      ],
      0.4,
      0.36,
      0.8,
    ),
    sheet(size, fill(`${name}-earth`)),
    grain(
      `${name}-clods`,
      size,
      { frequency: [0.03, 0.034], octaves: 3, seed: seed(), colour: [0.04, 0.02, 0.01], strength: 3, threshold: 0.48 },
      { opacity: 0.85 },
    ),
    grain(
      `${name}-loam`,
      size,
      { frequency: [0.11, 0.12], octaves: 3, seed: seed(), colour: [0.66, 0.48, 0.3], strength: 2.6, threshold: 0.53 },
      { opacity: 0.5 },
    ),
    ...crumbs,
    ...things.map(({ shadow }) => shadow),
    ...things.map(({ body }) => body),
    grain(
      `${name}-sand`,
      size,
      { frequency: [0.55, 0.55], octaves: 2, seed: seed(), colour: [0.9, 0.78, 0.6], strength: 3, threshold: 0.6 },
      { opacity: 0.45 },
    ),
  );
};

const crumb = (random: Seeded, middle: Point, earth: ReturnType<typeof hsl>): Drawing => {
  const radius = random.between(1.6, 6.4);
  const shade = lighter({ ...earth, hue: earth.hue + random.between(-6, 10) }, random.between(-9, 13));
  const corners = Array.from({ length: 6 }, (_, step) => {
    const angle = (step / 6) * 2 * Math.PI;
    const reach = radius * random.between(0.7, 1.2);
    return at(middle.x + reach * Math.cos(angle), middle.y + reach * Math.sin(angle));
  });
  return join(
    blob(
      corners.map(({ x, y }) => at(x + radius * 0.25, y + radius * 0.4)),
      { fill: "#0a0603", opacity: 0.5 },
    ),
    blob(corners, { fill: css(shade), opacity: 0.9 }),
    ellipse(at(middle.x - radius * 0.25, middle.y - radius * 0.3), radius * 0.3, radius * 0.22, {
      fill: css(lighter(shade, 20)),
      opacity: 0.4,
    }),
  );
};
