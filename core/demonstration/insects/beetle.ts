import type { Seeded } from "../../seeded.ts";
import { along, type Colour, css, darker, fill, hsl, lighter, rounded } from "../colour.ts";
import { at, blob, type Drawing, ellipse, group, join, type Point, stroke, within } from "../drawing.ts";
import { legPair, mirrored } from "./limbs.ts";

export interface BeetleLook {
  readonly shell: Colour;
  /** 0 is dull, 1 a mirror. */
  readonly gloss: number;
  /** Of the body against its length; a bark beetle is stout, a ground beetle slender. */
  readonly breadth: number;
  /** Of legs and antennae. */
  readonly reach: number;
}

/** Beetles of the demonstration, by where they live. */
export const BEETLES = {
  bark: { shell: hsl(22, 48, 24), gloss: 0.45, breadth: 1.02, reach: 0.62 },
  leaf: { shell: hsl(168, 72, 24), gloss: 0.95, breadth: 1.06, reach: 0.85 },
  ground: { shell: hsl(262, 34, 17), gloss: 0.8, breadth: 0.84, reach: 1.12 },
} as const satisfies Record<string, BeetleLook>;

/** Seen from above, 100 long, its head up: wing cases with grooves, a neck shield, jointed legs, clubbed antennae. */
export const beetle = (random: Seeded, name: string, look: BeetleLook): Drawing => {
  const limbs = darker({ ...look.shell, saturation: look.shell.saturation * 0.6 }, look.shell.lightness * 0.35);
  return join(
    legs(random, look, limbs),
    antennae(random, look, limbs),
    head(name, look),
    shield(name, look),
    wings(name, look),
  );
};

const legs = (random: Seeded, { breadth, reach }: BeetleLook, colour: Colour): Drawing => {
  const out = (x: number, y: number): Point => at(8 * breadth + x * reach, y);
  return join(
    legPair(random, [at(8 * breadth, -20), out(15, -29), out(25, -44), out(29, -55)], 3.6, colour),
    legPair(random, [at(10 * breadth, -4), out(21, -7), out(35, 3), out(41, 11)], 3.6, colour),
    legPair(random, [at(10 * breadth, 8), out(21, 19), out(32, 42), out(34, 54)], 4, colour),
  );
};

const antennae = (random: Seeded, { reach }: BeetleLook, colour: Colour): Drawing => {
  const side = (sign: 1 | -1): Drawing => {
    const sway = random.between(-3, 3);
    const tip = at(sign * (10 + 16 * reach), -50 - 12 * reach + sway);
    const bend = at(sign * (6 + 12 * reach), -46 - 3 * reach);
    const club = [0, 1, 2].map((step) =>
      ellipse(
        at(tip.x - sign * step * 2.2, tip.y + step * 1.9),
        1.9 - step * 0.25,
        1.5,
        { fill: css(colour) },
        sign * -40,
      ),
    );
    return join(stroke([at(sign * 5, -43), bend, tip], 1.3, { stroke: css(colour) }), ...club);
  };
  return join(side(1), side(-1));
};

const head = (name: string, { shell, breadth }: BeetleLook): Drawing => {
  const eye = (sign: 1 | -1): Drawing =>
    join(
      ellipse(at(sign * 8.4 * breadth, -41), 2.9, 3.6, { fill: "#0d0b0a" }, sign * 20),
      within(ellipse(at(sign * 8.4 * breadth - 0.9, -42.3), 0.9, 1.1, { fill: "#ffffff", opacity: 0.75 })),
    );
  return join(
    rounded(`${name}-head`, [
      [0, css(lighter(shell, 16))],
      [0.6, css(darker(shell, 4))],
      [1, css(darker(shell, 14))],
    ]),
    stroke([at(-3.4, -47), at(-4.6, -51.4), at(-1.2, -53)], 2, { stroke: css(darker(shell, 12)) }),
    stroke([at(3.4, -47), at(4.6, -51.4), at(1.2, -53)], 2, { stroke: css(darker(shell, 12)) }),
    ellipse(at(0, -41), 9.6 * breadth, 8.4, fill(`${name}-head`)),
    eye(1),
    eye(-1),
  );
};

const shield = (name: string, { shell, breadth, gloss }: BeetleLook): Drawing => {
  const half = [
    at(0, -38),
    at(8.6 * breadth, -37),
    at(15 * breadth, -29),
    at(16.4 * breadth, -20),
    at(12 * breadth, -16.4),
  ];
  const outline = [...half, at(0, -15.4), ...half.slice(1).reverse().map(mirrored)];
  return join(
    rounded(`${name}-shield`, [
      [0, css(lighter(shell, 14 + 20 * gloss))],
      [0.45, css(lighter(shell, 2))],
      [1, css(darker(shell, 13))],
    ]),
    blob(outline, fill(`${name}-shield`, { stroke: css(darker(shell, 16)), "stroke-width": 0.6 })),
    within(ellipse(at(-5 * breadth, -30), 4.6 * breadth, 2.4, { fill: "#ffffff", opacity: 0.1 + 0.34 * gloss }, -24)),
  );
};

const wings = (name: string, look: BeetleLook): Drawing => {
  const { shell, breadth, gloss } = look;
  const edge = [
    at(0.25, -16.4),
    at(13 * breadth, -15.6),
    at(20.5 * breadth, -8),
    at(22.6 * breadth, 8),
    at(20.2 * breadth, 26),
    at(12.6 * breadth, 41),
    at(0.25, 48),
  ];
  const right = blob([...edge, at(0.25, 16)], fill(`${name}-right`));
  const left = blob([...edge, at(0.25, 16)].map(mirrored), fill(`${name}-left`));
  const cases = (id: string, cx: number): Drawing =>
    rounded(
      id,
      [
        [0, css(lighter({ ...shell, hue: shell.hue + 10 }, 12 + 24 * gloss))],
        [0.38, css(lighter(shell, 4))],
        [0.78, css(darker({ ...shell, hue: shell.hue - 12 }, 6))],
        [1, css(darker(shell, 15))],
      ],
      cx,
      0.26,
      0.92,
    );
  return join(
    cases(`${name}-left`, 0.42),
    cases(`${name}-right`, 0.3),
    left,
    right,
    within(grooves(look)),
    within(stroke([at(0, -16), at(0, 47.4)], 0.9, { stroke: css(darker(shell, 20)), opacity: 0.9 })),
    within(shine(name, look)),
  );
};

/** Lines of fine dots along the wing cases. */
const grooves = ({ shell, breadth }: BeetleLook): Drawing => {
  const style = { stroke: css(darker(shell, 16)), "stroke-dasharray": "0.9 1.3", opacity: 0.6 };
  const line = (share: number): Drawing => {
    const x = 20 * breadth * share;
    const points = [at(x * 0.86, -13), at(x * 1.03, -2), at(x * 1.08, 10), at(x * 0.94, 27), at(x * 0.5, 42)];
    return join(stroke(points, 0.6, style), stroke(points.map(mirrored), 0.6, style));
  };
  return join(...[0.2, 0.4, 0.6, 0.8].map(line));
};

const shine = (name: string, { breadth, gloss }: BeetleLook): Drawing =>
  join(
    along(
      `${name}-shine`,
      [
        [0, "#ffffff", 0.75 * gloss],
        [1, "#ffffff", 0],
      ],
      [0, 0, 0.5, 1],
    ),
    group(
      join(
        blob(
          [
            at(-15 * breadth, -9),
            at(-9 * breadth, -12),
            at(-8 * breadth, 2),
            at(-11 * breadth, 22),
            at(-16 * breadth, 12),
          ],
          fill(`${name}-shine`),
        ),
        blob(
          [
            at(5 * breadth, -12.4),
            at(10 * breadth, -11),
            at(10.6 * breadth, 4),
            at(8 * breadth, 12),
            at(5.4 * breadth, 0),
          ],
          fill(`${name}-shine`, { opacity: 0.55 }),
        ),
      ),
      { opacity: 0.8 },
    ),
  );
