import { bytesOf, textOf } from "./fuzz-target.ts";
import type { Luck } from "./luck.ts";
import { INPUT_BYTES_MAX, mutateBytes } from "./mutate-bytes.ts";

/** What stands where something else was meant. */
export const STRANGE: readonly unknown[] = [
  ...[null, true, false, "", " ", [], {}, 0, -0, -1, 1, 0.5, 1e-320, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 53 + 2],
  ...["0", "a", "__proto__", "constructor", "toString", "\u0000", "\ud800", "\u202e", "ﷺ", "👩🏽‍🌾", "NaN", "-1"],
  ...["../../x", "<script>", "=1+1", "x".repeat(5_000), Array(300).fill(0), [[[[[[[[]]]]]]]], { length: -1 }],
];
const NAMES = ["__proto__", "constructor", "toJSON", "then", "", "length", "kind", "id", "ब", "\u0000"];

export interface Place {
  readonly holder: unknown[] | Record<string, unknown>;
  readonly name: string | number;
}

export const isJson = (input: Uint8Array): boolean => parsed(textOf(input)) !== undefined;

/** Changes values of a JSON text where it stands; one time in eight, and for what is not JSON, the text itself. */
export const mutateJson = (
  input: Uint8Array,
  luck: Luck,
  others: readonly Uint8Array[],
  words: readonly string[],
): Uint8Array => {
  const whole = { root: parsed(textOf(input)) };
  if (whole.root === undefined || luck.below(8) === 0) return mutateBytes(input, luck, others, words);
  for (let changes = 1 << luck.below(3); changes > 0; changes--) {
    const places = placesIn(whole);
    change(luck.of(places), places, { luck, words, other: parsed(textOf(luck.of(others))) });
  }
  const out = bytesOf(JSON.stringify(whole.root) ?? "");
  return out.length <= INPUT_BYTES_MAX ? out : mutateBytes(input, luck, others, words);
};

/** Every value within one, from the outside in. */
export const placesIn = (holder: unknown): Place[] => {
  if (typeof holder !== "object" || holder === null) return [];
  if (Array.isArray(holder)) return holder.flatMap((one, name) => [{ holder, name }, ...placesIn(one)]);
  const record = holder as Record<string, unknown>;
  return Object.keys(record).flatMap((name) => [{ holder: record, name }, ...placesIn(record[name])]);
};

interface Given {
  readonly luck: Luck;
  readonly words: readonly string[];
  /** Another of the corpus. */
  readonly other: unknown;
}

const change = ({ holder, name }: Place, places: readonly Place[], { luck, words, other }: Given): void => {
  const isRoot = !Array.isArray(holder) && Object.keys(holder).length === 1 && name === "root";
  const foreign = () => structuredClone(valueAt(luck.of([...placesIn({ other }), ...places])));
  const own = valueAt({ holder, name });
  const replacing = [() => structuredClone(luck.of(STRANGE)), foreign, () => nudged(own, luck, words), () => [own]];
  const how = luck.below(isRoot ? 4 : 7);
  const replacement = replacing[how];
  if (replacement) put(holder, name, replacement());
  else if (!Array.isArray(holder)) {
    if (how === 4) delete holder[name];
    else put(holder, luck.of(how === 5 ? [...NAMES, ...words] : NAMES), how === 5 ? foreign() : own);
  } else if (how === 4) holder.splice(Number(name), 1);
  else if (how === 5) holder.splice(Number(name), 0, foreign());
  else holder.push(...structuredClone(holder.slice(0, 20)));
};

const valueAt = ({ holder, name }: Place): unknown => Reflect.get(holder, name);

/** Defined, never assigned: `__proto__` is a name like any other. */
export const put = (holder: Place["holder"], name: string | number, value: unknown): void => {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
};

const nudged = (value: unknown, luck: Luck, words: readonly string[]): unknown => {
  if (typeof value === "number")
    return luck.of([value + 1, value - 1, -value, value * 2, value / 3, value + 0.5, 1 / value]);
  if (typeof value !== "string") return luck.of(STRANGE);
  const at = luck.below(value.length + 1);
  const put = luck.of([...words, "\u0000", "é", "\udfff", "A", "~", " ", "%", "/", ""]);
  return luck.of([value + put, value.slice(0, at), value.slice(0, at) + put + value.slice(at), value.toUpperCase()]);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
