import type { Seeded } from "../../seeded.ts";
import { type Colour, css, darker, fill, hsl, lighter, rounded } from "../colour.ts";
import { at, type Drawing, ellipse, join, type Point, stroke, within } from "../drawing.ts";

const SEGMENTS = 13;

interface Segment extends Point {
  readonly radius: number;
  /** Of the way towards the head, in degrees; 0 looks up. */
  readonly degrees: number;
}

/** Seen from above, about 100 long and bent: soft rings with a stripe on each side, bristles, a hard head. */
export const caterpillar = (random: Seeded, name: string): Drawing => {
  const skin = random.pick([hsl(84, 52, 48), hsl(68, 50, 50), hsl(104, 34, 44), hsl(46, 62, 52)] as const);
  const stripe = random.pick([hsl(48, 88, 62), hsl(20, 70, 38), hsl(0, 0, 96)] as const);
  const rings = course(random);
  const [tail, ...body] = rings;
  const front = rings.at(-1);
  if (!tail || !front) return join();
  return join(
    skinGradient(name, skin),
    ...rings.filter((_, index) => index % 3 === 1 || index > SEGMENTS - 4).map((ring) => feet(ring, skin)),
    ...rings.map((ring) => bristles(random, ring)),
    ...[tail, ...body].map((ring, index) => segment(name, ring, skin, stripe, index)),
    head(name, front),
  );
};

/** From the tail up to the head along a lazy S. */
const course = (random: Seeded): readonly Segment[] => {
  const sway = random.between(9, 19) * (random.chance(0.5) ? 1 : -1);
  const phase = random.between(0.2, 1.1);
  const middle = (share: number): Point => at(sway * Math.sin(phase + share * 4.1), 41 - 80 * share);
  return Array.from({ length: SEGMENTS }, (_, index) => {
    const share = index / (SEGMENTS - 1);
    const [before, after] = [middle(share - 0.02), middle(share + 0.02)];
    return {
      ...middle(share),
      radius: 8.2 + 2.6 * Math.sin(Math.PI * Math.min(1, share * 0.9 + 0.12)),
      degrees: (Math.atan2(after.x - before.x, before.y - after.y) * 180) / Math.PI,
    };
  });
};

const skinGradient = (name: string, skin: Colour): Drawing =>
  rounded(
    `${name}-skin`,
    [
      [0, css(lighter(skin, 26))],
      [0.4, css(lighter(skin, 6))],
      [0.8, css(darker(skin, 12))],
      [1, css(darker(skin, 24))],
    ],
    0.38,
    0.34,
    0.72,
  );

/** A point of the ring: `side` across the body in radii (right is positive), `ahead` along it. */
const on = ({ x, y, radius, degrees }: Segment, side: number, ahead: number): Point => {
  const turn = (degrees * Math.PI) / 180;
  const [across, along] = [side * radius, -ahead * radius];
  return at(x + across * Math.cos(turn) - along * Math.sin(turn), y + across * Math.sin(turn) + along * Math.cos(turn));
};

const segment = (name: string, ring: Segment, skin: Colour, stripe: Colour, index: number): Drawing => {
  const { radius, degrees } = ring;
  const wide = radius * 1.12;
  const mark = (side: number): Drawing =>
    within(
      ellipse(on(ring, side * 0.62, 0.05), radius * 0.2, radius * 0.46, { fill: css(stripe), opacity: 0.85 }, degrees),
    );
  const breath = (side: number): Drawing =>
    within(ellipse(on(ring, side * 0.93, 0), radius * 0.09, radius * 0.13, { fill: css(darker(skin, 34)) }, degrees));
  const back =
    index % 2 === 0
      ? [
          within(
            ellipse(
              on(ring, 0, 0.1),
              radius * 0.15,
              radius * 0.24,
              { fill: css(darker(skin, 26)), opacity: 0.7 },
              degrees,
            ),
          ),
        ]
      : [];
  return join(
    ellipse(
      ring,
      wide,
      radius * 0.84,
      fill(`${name}-skin`, { stroke: css(darker(skin, 28)), "stroke-width": 0.45 }),
      degrees,
    ),
    mark(1),
    mark(-1),
    breath(1),
    breath(-1),
    ...back,
    within(
      ellipse(on(ring, -0.3, 0.3), radius * 0.32, radius * 0.13, { fill: "#ffffff", opacity: 0.34 }, degrees - 14),
    ),
  );
};

const feet = (ring: Segment, skin: Colour): Drawing =>
  join(
    ...[1, -1].map((side) =>
      ellipse(
        on(ring, side * 1.14, 0),
        ring.radius * 0.34,
        ring.radius * 0.24,
        { fill: css(darker(skin, 20)) },
        ring.degrees,
      ),
    ),
  );

const bristles = (random: Seeded, ring: Segment): Drawing =>
  join(
    ...[1, -1].flatMap((side) =>
      Array.from({ length: 3 }, () => {
        const ahead = random.between(-0.5, 0.5);
        const tip = on(ring, side * random.between(1.5, 1.95), ahead + random.between(-0.5, 0.5));
        return stroke([on(ring, side * 0.8, ahead), tip], 0.5, { stroke: "#3b3020", opacity: 0.75 });
      }),
    ),
  );

const head = (name: string, front: Segment): Drawing => {
  const middle = on(front, 0, 0.95);
  const capsule: Segment = { ...front, ...middle };
  const eye = (side: number): Drawing =>
    join(
      ellipse(on(capsule, side * 0.5, 0.3), 1.3, 1.5, { fill: "#120c08" }),
      ellipse(on(capsule, side * 0.5 - 0.05, 0.36), 0.4, 0.4, { fill: "#ffffff", opacity: 0.9 }),
    );
  const feeler = (side: number): Drawing =>
    stroke([on(capsule, side * 0.4, 0.6), on(capsule, side * 0.62, 1.05)], 1, { stroke: "#4a2a16" });
  return join(
    rounded(`${name}-head`, [
      [0, "#d98f4e"],
      [0.45, "#9a5526"],
      [1, "#4a2410"],
    ]),
    feeler(1),
    feeler(-1),
    ellipse(middle, front.radius * 0.86, front.radius * 0.76, fill(`${name}-head`), front.degrees),
    within(stroke([on(capsule, 0, -0.2), on(capsule, 0, 0.66)], 0.6, { stroke: "#3a1c0c", opacity: 0.8 })),
    within(eye(1)),
    within(eye(-1)),
  );
};
