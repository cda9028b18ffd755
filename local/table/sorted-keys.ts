import type { KeyRange } from "./storage.ts";

/** Blocks are cut in two above this, so that a key comes in or goes with few moves, however many there are. */
const BLOCK_MAX = 512;

/** Keys in the order of their text, each once, in blocks. Never changed in place: who holds one may read on undisturbed. */
export type SortedKeys = readonly (readonly string[])[];

export const NO_KEYS: SortedKeys = [];

/** With a key that is not there yet. */
export const withKey = (keys: SortedKeys, key: string): SortedKeys => {
  const at = blockOf(keys, key);
  const block = keys[at];
  if (!block) return [[key]];
  const grown = block.toSpliced(position(block, key), 0, key);
  if (grown.length <= BLOCK_MAX) return keys.with(at, grown);
  const half = grown.length >> 1;
  return keys.toSpliced(at, 1, grown.slice(0, half), grown.slice(half));
};

/** Without a key that is there. */
export const withoutKey = (keys: SortedKeys, key: string): SortedKeys => {
  const at = blockOf(keys, key);
  const block = keys[at] ?? [];
  const rest = block.toSpliced(position(block, key), 1);
  return rest.length > 0 ? keys.with(at, rest) : keys.toSpliced(at, 1);
};

/** The keys of a range in order, or against it; only those are looked at that are taken. */
export function* keysIn(keys: SortedKeys, { reverse, ...range }: KeyRange): Generator<string> {
  const [low, high] = [range.gt ?? range.gte, range.lt ?? range.lte];
  const isAbove = (key: string): boolean => low === undefined || (range.gt !== undefined ? key > low : key >= low);
  const isBelow = (key: string): boolean => high === undefined || (range.lt !== undefined ? key < high : key <= high);
  const first = low === undefined ? 0 : blockOf(keys, low);
  const last = high === undefined ? keys.length - 1 : blockOf(keys, high);
  for (let step = 0; step <= last - first; step++) {
    const block = keys[reverse ? last - step : first + step] ?? [];
    const from = low === undefined ? 0 : position(block, low);
    const to = high === undefined ? block.length : Math.min(block.length, position(block, high) + 1);
    for (let within = 0; within < to - from; within++) {
      const key = block[reverse ? to - 1 - within : from + within];
      if (key !== undefined && isAbove(key) && isBelow(key)) yield key;
    }
  }
}

/** The last block that begins at or below the key: where it stands, if it stands anywhere. */
const blockOf = (keys: SortedKeys, key: string): number =>
  Math.max(0, firstWhere(keys, (block) => (block[0] ?? "") > key) - 1);

/** Index of the first key that is not below the given one. */
const position = (block: readonly string[], key: string): number => firstWhere(block, (one) => one >= key);

/** Index of the first of which this is so, of all of which it is so from somewhere on; their number if of none. */
const firstWhere = <One>(all: readonly One[], isSo: (one: One) => boolean): number => {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one === undefined || isSo(one)) high = middle;
    else low = middle + 1;
  }
  return low;
};
