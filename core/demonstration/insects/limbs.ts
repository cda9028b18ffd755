import type { Seeded } from "../../seeded.ts";
import { type Colour, css, darker, lighter } from "../colour.ts";
import { at, type Drawing, ellipse, join, type Point, stroke, within } from "../drawing.ts";

export const mirrored = ({ x, y }: Point): Point => at(-x, y);

/** A leg from the hip over knee and ankle to the claw: thick, thinner, thinnest, with a light edge above. */
export const leg = (joints: readonly [Point, Point, Point, Point], width: number, colour: Colour): Drawing => {
  const [hip, knee, ankle, claw] = joints;
  const bow = at((knee.x + ankle.x) / 2 + (claw.x - knee.x) * 0.03, (knee.y + ankle.y) / 2);
  const dark = css(colour);
  const light = { stroke: css(lighter(colour, 22)), opacity: 0.45 };
  return join(
    stroke([ankle, claw], width * 0.38, { stroke: dark }),
    stroke([knee, bow, ankle], width * 0.68, { stroke: dark }),
    stroke([hip, knee], width, { stroke: dark }),
    within(stroke([at(hip.x - 0.3, hip.y - 0.6), at(knee.x - 0.3, knee.y - 0.6)], width * 0.28, light)),
    ellipse(knee, width * 0.52, width * 0.52, { fill: css(darker(colour, 3)) }),
  );
};

/** Both legs of a pair, bent a little differently: nothing alive stands quite even. */
export const legPair = (
  random: Seeded,
  joints: readonly [Point, Point, Point, Point],
  width: number,
  colour: Colour,
): Drawing => {
  const shaken = (side: 1 | -1): readonly [Point, Point, Point, Point] => {
    const [hip, knee, ankle, claw] = joints;
    const sway = random.between(-3, 3);
    const move = (point: Point, by: number): Point => at(side * point.x, point.y + by + random.between(-0.6, 0.6));
    return [move(hip, 0), move(knee, sway * 0.4), move(ankle, sway), move(claw, sway * 1.4)];
  };
  return join(leg(shaken(1), width, colour), leg(shaken(-1), width, colour));
};
