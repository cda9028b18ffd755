import { seeded } from "../../core/seeded.ts";

/** Draws that follow from a seed. */
export interface Luck {
  /** A whole number from 0 to below the bound; 0 for a bound of nought. */
  below(bound: number): number;
  /** One of a list, which must not be empty. */
  of<One>(list: readonly One[]): One;
}

export const luckOf = (seed: number): Luck => {
  const { next } = seeded(seed);
  const below = (bound: number): number => Math.floor(next() * bound);
  const of = <One>(list: readonly One[]): One => {
    const [first] = list;
    if (first === undefined) throw new Error("nothing to draw from");
    return list[below(list.length)] ?? first;
  };
  return { below, of };
};
