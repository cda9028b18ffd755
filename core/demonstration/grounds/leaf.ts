import type { Seeded } from "../../seeded.ts";
import { along, type Colour, css, darker, fill, hsl, lighter, rounded } from "../colour.ts";
import {
  at,
  attributes,
  blob,
  type Drawing,
  ellipse,
  group,
  join,
  markup,
  num,
  type Point,
  stroke,
} from "../drawing.ts";
import { faded, grain, type Size, sheet } from "./texture.ts";

export interface Leaf {
  readonly drawing: Drawing;
  /** Turns a point of the leaf into one of the picture: `share` from stalk (0) to tip (1), `side` from midrib (0) to edge (±1). */
  on(share: number, side: number): Point;
  /** To clip with. */
  readonly clip: string;
  readonly green: Colour;
}

const LATERALS = 8;

/** A leaf that nearly fills the picture, over a blurred wood. */
export const leafGround = (random: Seeded, name: string, size: Size): Leaf => {
  const green = random.pick([hsl(96, 46, 36), hsl(86, 50, 38), hsl(112, 38, 33), hsl(78, 52, 40)] as const);
  const length = 1.28 * Math.max(size.width, size.height);
  const half = 0.5 * Math.min(size.width, size.height) * random.between(1.02, 1.2);
  const lying = size.width >= size.height ? 90 : 0;
  const turn = ((lying + random.between(-16, 16)) * Math.PI) / 180;
  const middle = at(size.width * random.between(0.46, 0.54), size.height * random.between(0.46, 0.54));
  const bow = random.between(-0.05, 0.05) * length;

  const on = (share: number, side: number): Point => {
    const [x, y] = [side * half * breadthAt(share) + bow * Math.sin(Math.PI * share), length * (0.5 - share)];
    return at(middle.x + x * Math.cos(turn) - y * Math.sin(turn), middle.y + x * Math.sin(turn) + y * Math.cos(turn));
  };
  const outline = edge(on);
  const clip = `${name}-leaf`;
  const drawing = join(
    wood(random, name, size, green),
    markup(`<clipPath id="${clip}">${blob(outline, {}).svg}</clipPath>`),
    faded(
      outline.map(({ x, y }) => at(x + 8, y + 16)),
      26,
      "#000000",
      0.5,
    ),
    along(
      `${name}-blade`,
      [
        [0, css(lighter(green, 11))],
        [0.5, css(green)],
        [1, css(darker(green, 12))],
      ],
      [0, 0, 1, 1],
    ),
    blob(outline, fill(`${name}-blade`)),
    grain(
      `${name}-mottle`,
      size,
      {
        frequency: [0.011, 0.013],
        octaves: 3,
        seed: random.whole(1, 999),
        colour: [0.86, 0.9, 0.3],
        strength: 1.5,
        threshold: 0.52,
      },
      { "clip-path": `url(#${clip})`, opacity: 0.4 },
    ),
    grain(
      `${name}-pores`,
      size,
      {
        frequency: [0.35, 0.35],
        octaves: 2,
        seed: random.whole(1, 999),
        colour: [0.03, 0.12, 0.02],
        strength: 1.7,
        threshold: 0.5,
      },
      { "clip-path": `url(#${clip})`, opacity: 0.4 },
    ),
    group(pillows(name, on, green), { "clip-path": `url(#${clip})` }),
    group(veins(random, on, green, half), { "clip-path": `url(#${clip})` }),
    blob(outline, { fill: "none", stroke: css(lighter(green, 22)), "stroke-width": 2.4, "stroke-opacity": 0.5 }),
  );
  return { drawing, on, clip, green };
};

/** Of the widest place, from 0 at stalk and tip to 1. */
const breadthAt = (share: number): number => Math.max(0, Math.sin(Math.PI * share ** 0.86)) ** 0.72;

const edge = (on: Leaf["on"]): readonly Point[] => {
  const steps = 26;
  const side = (sign: 1 | -1): readonly Point[] =>
    Array.from({ length: steps - 1 }, (_, index) => on((index + 1) / steps, sign * (index % 2 === 0 ? 1 : 0.972)));
  return [on(0, 0), ...side(1), on(1, 0), ...side(-1).toReversed()];
};

/** Out of focus: dark green and patches of light between leaves. */
const wood = (random: Seeded, name: string, size: Size, green: Colour): Drawing => {
  const light = Array.from({ length: 16 }, (_, index) => {
    const [id, radius, strength] = [`${name}-light${index}`, random.between(24, 90), random.between(0.16, 0.4)];
    const shade = css(hsl(green.hue + random.between(-22, 18), random.between(28, 48), random.between(26, 52)));
    const glow = rounded(
      id,
      [
        [0, shade, strength],
        [0.6, shade, strength * 0.8],
        [1, shade, 0],
      ],
      0.5,
      0.5,
      0.5,
    );
    return join(
      glow,
      ellipse(at(random.between(0, size.width), random.between(0, size.height)), radius, radius, fill(id)),
    );
  });
  return join(sheet(size, { fill: css(hsl(green.hue + 24, 34, 13)) }), ...light);
};

const lateralAt = (index: number): number => 0.1 + (0.72 * index) / LATERALS;

/** From the midrib out to the edge, bending towards the tip. */
const lateral = (on: Leaf["on"], index: number, sign: 1 | -1): readonly Point[] => {
  const from = lateralAt(index) + (sign === 1 ? 0 : 0.018);
  return [0, 0.28, 0.6, 0.98].map((side) => on(from + 0.15 * side ** 1.3 * (1 - 0.45 * from), sign * side));
};

/** The blade swells between two veins: light on the side of the light, dark on the other. */
const pillows = (name: string, on: Leaf["on"], green: Colour): Drawing => {
  const light = css(lighter(green, 26));
  const shade = css(darker(green, 18));
  const all = ([1, -1] as const).flatMap((sign) =>
    Array.from({ length: LATERALS - 1 }, (_, index) => {
      const [near, far] = [lateral(on, index, sign), lateral(on, index + 1, sign)];
      return blob([...near, ...far.toReversed()], fill(`${name}-pillow`));
    }),
  );
  return join(
    along(
      `${name}-pillow`,
      [
        [0, light, 0.34],
        [0.42, light, 0.06],
        [0.6, shade, 0],
        [1, shade, 0.4],
      ],
      [0.1, 0, 0.7, 1],
    ),
    ...all,
  );
};

const veins = (random: Seeded, on: Leaf["on"], green: Colour, half: number): Drawing => {
  const pale = css(hsl(green.hue - 10, green.saturation - 4, green.lightness + 29));
  const dark = css(darker(green, 17));
  const line = (points: readonly Point[], width: number, opacity: number): Drawing =>
    join(
      stroke(
        points.map(({ x, y }) => at(x + width * 0.5, y + width * 0.7)),
        width * 1.25,
        { stroke: dark, opacity: opacity * 0.6 },
      ),
      stroke(points, width, { stroke: pale, opacity }),
    );
  const net = Array.from({ length: LATERALS * 20 }, () => {
    const [share, side] = [random.between(0.08, 0.92), random.between(-0.92, 0.92)];
    const reach = random.between(0.035, 0.06);
    const points = [
      on(share, side),
      on(share + reach * 0.5, side + random.between(-0.05, 0.05)),
      on(share + reach, side + random.between(-0.12, 0.12)),
    ];
    return stroke(points, 1, { stroke: pale, opacity: 0.2 });
  });
  const laterals = ([1, -1] as const).flatMap((sign) =>
    Array.from({ length: LATERALS }, (_, index) => {
      const points = lateral(on, index, sign);
      return line(points, half * 0.011, 0.8);
    }),
  );
  const rib = Array.from({ length: 7 }, (_, index) => on(index / 6, 0));
  return join(
    ...net,
    ...laterals,
    line(rib, half * 0.034, 0.9),
    markup(
      `<g${attributes({ opacity: num(0.55) })}>${stroke(rib, half * 0.01, { stroke: "#ffffff", opacity: 0.5 }).svg}</g>`,
    ),
  );
};
