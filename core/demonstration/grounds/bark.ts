import type { Seeded } from "../../seeded.ts";
import { along, css, darker, fill, hsl, lighter } from "../colour.ts";
import { at, blob, type Drawing, ellipse, group, join, type Point, stroke } from "../drawing.ts";
import { faded, grain, type Size, sheet } from "./texture.ts";

/** The bark of an old tree: long plates between dark cracks, fine grain, lichen. */
export const barkGround = (random: Seeded, name: string, size: Size): Drawing => {
  const brown = random.pick([hsl(26, 26, 33), hsl(32, 20, 38), hsl(20, 28, 29)] as const);
  const seed = (): number => random.whole(1, 999);
  return join(
    along(
      `${name}-trunk`,
      [
        [0, css(darker(brown, 12))],
        [0.4, css(lighter(brown, 5))],
        [0.75, css(brown)],
        [1, css(darker(brown, 16))],
      ],
      [0, 0, 1, 0.1],
    ),
    sheet(size, fill(`${name}-trunk`)),
    grain(
      `${name}-wood`,
      size,
      {
        frequency: [0.045, 0.006],
        octaves: 4,
        seed: seed(),
        colour: [0.1, 0.06, 0.03],
        strength: 3.2,
        threshold: 0.46,
      },
      { opacity: 0.75 },
    ),
    ...plates(random, size),
    grain(
      `${name}-dust`,
      size,
      { frequency: [0.22, 0.07], octaves: 3, seed: seed(), colour: [0.86, 0.76, 0.62], strength: 2.4, threshold: 0.55 },
      { opacity: 0.42 },
    ),
    grain(
      `${name}-pits`,
      size,
      { frequency: [0.5, 0.34], octaves: 2, seed: seed(), colour: [0.05, 0.03, 0.02], strength: 2.6, threshold: 0.52 },
      { opacity: 0.5 },
    ),
    ...lichen(random, size),
  );
};

interface Crack {
  /** Light on the far side of it and shade on the near one; beneath all cracks. */
  readonly edge: Drawing;
  readonly gap: Drawing;
}

const plates = (random: Seeded, size: Size): readonly Drawing[] => {
  const columns = Math.round(size.width / 105);
  const cracks = Array.from({ length: columns + 1 }, (_, column) =>
    crackAt(random, (column + random.between(-0.25, 0.25)) * (size.width / columns), size, size.width / columns),
  );
  return [...cracks.map(({ edge }) => edge), ...cracks.map(({ gap }) => gap)];
};

/** Wanders down the picture, wide and narrow; beside it the plate catches the light. */
const crackAt = (random: Seeded, start: number, size: Size, plate: number): Crack => {
  const steps = 9;
  const spine = Array.from({ length: steps + 1 }, (_, step) => ({
    ...at(start + random.between(-26, 26), (step / steps) * (size.height + 80) - 40),
    half: random.between(2.5, 13),
  }));
  const outline = [
    ...spine.map(({ x, y, half }) => at(x - half, y)),
    ...spine.map(({ x, y, half }) => at(x + half, y)).toReversed(),
  ];
  const lit = spine.map(({ x, y, half }) => at(x + half + 2.4, y));
  const across = spine.slice(1, -1).filter(() => random.chance(0.55));
  return {
    edge: join(
      stroke(lit, 8, { stroke: "#e6cfa8", opacity: 0.12 }),
      stroke(lit, 3.6, { stroke: "#e6cfa8", opacity: 0.24 }),
      faded(
        outline.map(({ x, y }) => at(x - 4, y + 3)),
        5,
        "#0d0805",
        0.5,
      ),
    ),
    gap: join(blob(outline, { fill: "#1c110a", opacity: 0.92 }), ...across.map((point) => split(random, point, plate))),
  };
};

/** A short crack across a plate. */
const split = (random: Seeded, from: Point, width: number): Drawing => {
  const to = at(from.x + width * random.between(0.5, 0.95), from.y + random.between(-34, 34));
  const bend = at((from.x + to.x) / 2, (from.y + to.y) / 2 + random.between(-12, 12));
  return join(
    stroke([at(from.x, from.y + 3), at(bend.x, bend.y + 3), at(to.x, to.y + 3)], 2.2, {
      stroke: "#e6cfa8",
      opacity: 0.2,
    }),
    stroke([from, bend, to], random.between(2, 4.4), { stroke: "#1c110a", opacity: 0.85 }),
  );
};

const lichen = (random: Seeded, size: Size): readonly Drawing[] =>
  Array.from({ length: random.whole(2, 4) }, () => {
    const middle = at(random.between(0, size.width), random.between(0, size.height));
    const [hue, spread] = [random.between(78, 140), random.between(26, 62)];
    const cups = Array.from({ length: 46 }, () => {
      const [angle, away] = [random.between(0, 2 * Math.PI), spread * Math.sqrt(random.next())];
      const cup = at(middle.x + away * Math.cos(angle), middle.y + away * Math.sin(angle) * 0.85);
      const radius = random.between(2, 7.5) * (1.25 - away / spread / 1.6);
      const shade = hsl(hue + random.between(-8, 8), random.between(14, 24), random.between(52, 72));
      return join(
        ellipse(at(cup.x + 1, cup.y + 1.4), radius, radius * 0.92, { fill: "#14170d", opacity: 0.4 }),
        ellipse(cup, radius, radius * 0.92, { fill: css(shade), opacity: 0.92 }),
        ellipse(at(cup.x + radius * 0.1, cup.y + radius * 0.1), radius * 0.55, radius * 0.5, {
          fill: css(darker(shade, 13)),
          opacity: 0.55,
        }),
      );
    });
    return group(join(...cups), { opacity: 0.82 });
  });
