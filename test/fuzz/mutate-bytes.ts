import type { Luck } from "./luck.ts";

/** Inputs stay small: what breaks a parser breaks it in little, and quick runs find more. */
export const INPUT_BYTES_MAX = 65_536;

/** Numbers at which fields of one, two, four and eight bytes turn. */
const EDGES = [
  0n,
  1n,
  2n,
  4n,
  7n,
  8n,
  16n,
  127n,
  128n,
  255n,
  256n,
  32_767n,
  32_768n,
  65_535n,
  65_536n,
  0x7fff_ffffn,
].concat([0x8000_0000n, 0xffff_fffen, 0xffff_ffffn, 0x1_0000_0000n, 0x7fff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn]);

type Mutation = (input: Uint8Array, luck: Luck, others: readonly Uint8Array[], words: readonly string[]) => Uint8Array;

const replaced = (input: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array => {
  const out = new Uint8Array(from + by.length + input.length - to);
  out.set(input.subarray(0, from));
  out.set(by, from);
  out.set(input.subarray(to), from + by.length);
  return out;
};

const placeIn = (input: Uint8Array, luck: Luck): number => luck.below(input.length + 1);

const stretchOf = (input: Uint8Array, luck: Luck): Uint8Array => {
  const from = placeIn(input, luck);
  return input.subarray(from, from + 1 + luck.below(Math.min(256, input.length - from + 1)));
};

const flipBit: Mutation = (input, luck) => {
  const out = input.slice();
  const at = luck.below(out.length);
  out[at] = (out[at] ?? 0) ^ (1 << luck.below(8));
  return out;
};

const setByte: Mutation = (input, luck) => {
  const out = input.slice();
  out[luck.below(out.length)] = luck.below(256);
  return out;
};

/** A length, an offset or a count that lies, in either order of bytes. */
const lieInField: Mutation = (input, luck) => {
  const width = luck.of([1, 2, 4, 8]);
  const bytes = new Uint8Array(width);
  let value = luck.of(EDGES) + BigInt(luck.below(3) - 1);
  for (let at = 0; at < width; at++) {
    bytes[at] = Number(value & 0xffn);
    value >>= 8n;
  }
  const field = luck.below(2) === 0 ? bytes : bytes.reverse();
  const from = luck.below(input.length);
  return replaced(input, from, Math.min(input.length, from + width), field);
};

const cutOut: Mutation = (input, luck) => {
  const from = placeIn(input, luck);
  return replaced(input, from, Math.min(input.length, from + 1 + luck.below(64)), new Uint8Array(0));
};

const cutOff: Mutation = (input, luck) => input.slice(0, placeIn(input, luck));

const repeat: Mutation = (input, luck) => {
  const from = placeIn(input, luck);
  return replaced(input, from, from, stretchOf(input, luck));
};

const splice: Mutation = (input, luck, others) => {
  const from = placeIn(input, luck);
  return replaced(input, from, Math.min(input.length, from + luck.below(64)), stretchOf(luck.of(others), luck));
};

const joinHalves: Mutation = (input, luck, others) => {
  const other = luck.of(others);
  return replaced(input, placeIn(input, luck), input.length, other.subarray(placeIn(other, luck)));
};

const putWord: Mutation = (input, luck, _others, words) => {
  if (words.length === 0) return flipBit(input, luck, _others, words);
  const from = placeIn(input, luck);
  const word = new TextEncoder().encode(luck.of(words));
  return replaced(input, from, luck.below(2) === 0 ? from : Math.min(input.length, from + word.length), word);
};

/** Digits of a number that is written out. */
const lieInDigits: Mutation = (input, luck) => {
  const digits = [...input.keys()].filter((at) => (input[at] ?? 0) >= 48 && (input[at] ?? 0) <= 57);
  if (digits.length === 0) return setByte(input, luck, [], []);
  const from = luck.of(digits);
  const number = new TextEncoder().encode(`${luck.below(4) === 0 ? "-" : ""}${luck.of(EDGES)}`);
  return replaced(input, from, from + 1, number);
};

const MUTATIONS = [
  flipBit,
  flipBit,
  setByte,
  lieInField,
  lieInField,
  cutOut,
  cutOff,
  repeat,
  splice,
  joinHalves,
  putWord,
].concat([putWord, lieInDigits]);

/** One to eight changes of an input, some with parts of others of the corpus. */
export const mutateBytes: Mutation = (input, luck, others, words) => {
  let out = input;
  for (let changes = 1 << luck.below(4); changes > 0; changes--) {
    if (out.length === 0) out = stretchOf(luck.of(others), luck).slice();
    if (out.length > 0) out = luck.of(MUTATIONS)(out, luck, others, words);
  }
  return out.subarray(0, INPUT_BYTES_MAX);
};
