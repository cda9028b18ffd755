import { type FuzzTarget, mustHold, seedsOf, textOf } from "../fuzz-target.ts";

/** Parsers with a fault each, to see that it is found. They are no part of a run. */
const planted = (name: string, run: FuzzTarget["run"], share = 1): FuzzTarget => ({
  name: `planted-${name}`,
  form: "bytes",
  covers: ["test/fuzz/targets/planted.ts"],
  words: ["+"],
  share,
  seeds: async () => seedsOf("a1", "b22"),
  run,
});

const hasDeep = (input: Uint8Array): boolean => {
  // One step after another, as a parser has them: each is found by what ran, all together hardly by chance.
  if (input[0] !== 0x61) return false;
  if (input[1] !== 0x2b) return false;
  return input[2] === 0x31;
};

let calls = 0;
const eaten: Uint8Array[] = [];

export const plantedTargets: readonly FuzzTarget[] = [
  planted("throws", (input) => {
    if (hasDeep(input)) throw new TypeError("cannot read what is not there");
    return { kind: "taken" };
  }),
  planted(
    "lies",
    (input) => {
      mustHold(!textOf(input).includes("+"), "a sum is never taken");
      return { kind: "taken" };
    },
    0.1,
  ),
  planted("fickle", () => ({ kind: "taken", said: calls++ }), 0.1),
  planted("hangs", (input) => {
    while (hasDeep(input));
    return { kind: "taken" };
  }),
  planted("hungry", (input) => {
    while (hasDeep(input)) eaten.push(new Uint8Array(16 * 1_048_576).fill(1));
    return { kind: "taken" };
  }),
];
