import type { Random } from "./figure.ts";

/** How a figure of a group stands among those of groups drawn at random from the same people. */
export interface SplitTest {
  /** The chance of a figure as high from a split at random, (1 + as high) / (1 + splits): small speaks for the group. */
  readonly pHigher: number;
  /** The same for a figure as low. */
  readonly pLower: number;
  /** Splits that had a figure. */
  readonly splits: number;
}

/**
 * A permutation test over annotators: people change sides, their answers stay together, so that it holds however alike a
 * person's own answers are. Undefined where no split had a figure.
 */
export const splitTest = ({
  figure,
  inGroup,
  people,
  figureOf,
  splits,
  random,
}: {
  readonly figure: number;
  /** 1 where the annotator is in the group. */
  readonly inGroup: Uint8Array;
  /** Those on either side; only they change. */
  readonly people: Int32Array;
  readonly figureOf: (isAmong: (annotator: number) => boolean) => number | undefined;
  readonly splits: number;
  readonly random: Random;
}): SplitTest | undefined => {
  let found = 0;
  let higher = 0;
  let lower = 0;
  for (let split = 0; split < splits; split += 1) {
    const sides = shuffled(inGroup, people, random);
    const drawn = figureOf((annotator) => sides[annotator] === 1);
    if (drawn === undefined) continue;
    found += 1;
    if (drawn >= figure) higher += 1;
    if (drawn <= figure) lower += 1;
  }
  return found === 0
    ? undefined
    : { pHigher: (1 + higher) / (1 + found), pLower: (1 + lower) / (1 + found), splits: found };
};

/** Fisher and Yates: every split into sides of the same sizes is equally likely. */
const shuffled = (inGroup: Uint8Array, people: Int32Array, random: Random): Uint8Array => {
  const sides = inGroup.slice();
  for (let at = people.length - 1; at > 0; at -= 1) {
    const one = people[at]!;
    const other = people[Math.floor(random() * (at + 1))]!;
    const kept = sides[one]!;
    sides[one] = sides[other]!;
    sides[other] = kept;
  }
  return sides;
};
