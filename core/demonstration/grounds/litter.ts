import type { Seeded } from "../../seeded.ts";
import { css, darker, fill, hsl, lighter, rounded } from "../colour.ts";
import { at, blob, type Drawing, ellipse, join, type Point, stroke } from "../drawing.ts";
import { faded, type Size } from "./texture.ts";

/** What lies on the ground. The shadows of all things lie beneath all of them. */
export interface Thing {
  readonly shadow: Drawing;
  readonly body: Drawing;
}

const SHADOW = "#050301";

/** A stone that lies on the ground, with its shadow. */
export const pebble = (random: Seeded, id: string, middle: Point): Thing => {
  const [rx, flat, turn] = [random.between(8, 26), random.between(0.62, 0.86), random.between(0, 180)];
  const stone = hsl(random.between(18, 52), random.between(6, 20), random.between(42, 64));
  const tint = rounded(id, [
    [0, css(lighter(stone, 22))],
    [0.5, css(stone)],
    [1, css(darker(stone, 32))],
  ]);
  return {
    shadow: join(
      ...[1.22, 1.08, 0.94].map((more) =>
        ellipse(
          at(middle.x + rx * 0.2, middle.y + rx * 0.34),
          rx * more,
          rx * flat * more,
          { fill: SHADOW, opacity: 0.24 },
          turn,
        ),
      ),
    ),
    body: join(tint, ellipse(middle, rx, rx * flat, fill(id), turn)),
  };
};

/** A dead twig with its shadow, of a length that suits the picture. */
export const twig = (random: Seeded, middle: Point, size: Size): Thing => {
  const [angle, length] = [random.between(0, Math.PI), random.between(0.14, 0.36) * size.width];
  const wood = hsl(random.between(20, 34), random.between(22, 36), random.between(24, 40));
  const width = random.between(3, 8);
  const along = (share: number): Point => {
    const away = (share - 0.5) * length;
    return at(
      middle.x + away * Math.cos(angle) + random.between(-6, 6),
      middle.y + away * Math.sin(angle) + random.between(-6, 6),
    );
  };
  const line = [0, 0.3, 0.65, 1].map(along);
  const shadow = line.map(({ x, y }) => at(x + width * 0.6, y + width));
  const moved = (by: number): readonly Point[] => line.map(({ x, y }) => at(x - width * by, y - width * by * 1.15));
  return {
    shadow: join(...[1.9, 1.4, 0.9].map((more) => stroke(shadow, width * more, { stroke: SHADOW, opacity: 0.22 }))),
    body: join(
      stroke(line, width, { stroke: css(darker(wood, 12)) }),
      stroke(moved(0.14), width * 0.62, { stroke: css(wood) }),
      stroke(moved(0.24), width * 0.2, { stroke: css(lighter(wood, 26)), opacity: 0.6 }),
    ),
  };
};

/** A dry leaf, with its rib. */
export const litter = (random: Seeded, id: string, middle: Point, size: Size): Thing => {
  const [length, turn] = [random.between(0.13, 0.22) * size.width, random.between(0, 2 * Math.PI)];
  const dry = hsl(random.between(18, 44), random.between(44, 62), random.between(32, 46));
  const on = (share: number, side: number): Point => {
    const [x, y] = [side * length * 0.3 * Math.max(0, Math.sin(Math.PI * share)) ** 0.8, length * (0.5 - share)];
    return at(middle.x + x * Math.cos(turn) - y * Math.sin(turn), middle.y + x * Math.sin(turn) + y * Math.cos(turn));
  };
  const edge = (sign: 1 | -1): readonly Point[] =>
    Array.from({ length: 7 }, (_, step) => on((step + 1) / 8, sign * random.between(0.86, 1.08)));
  const outline = [on(0, 0), ...edge(1), on(1, 0), ...edge(-1).toReversed()];
  const ribs = Array.from({ length: 6 }, (_, step) => {
    const share = 0.16 + step * 0.12;
    const sign = step % 2 === 0 ? 1 : -1;
    return stroke([on(share, 0), on(share + 0.09, sign * 0.85)], 0.9, { stroke: css(darker(dry, 16)), opacity: 0.65 });
  });
  const tint = rounded(id, [
    [0, css(lighter(dry, 15))],
    [0.6, css(dry)],
    [1, css(darker(dry, 17))],
  ]);
  const stalk = stroke([on(-0.12, 0), on(0.4, 0), on(0.96, 0)], 1.8, { stroke: css(darker(dry, 18)) });
  return {
    shadow: faded(
      outline.map(({ x, y }) => at(x + 5, y + 9)),
      9,
      SHADOW,
      0.6,
    ),
    body: join(tint, blob(outline, fill(id)), ...ribs, stalk),
  };
};
