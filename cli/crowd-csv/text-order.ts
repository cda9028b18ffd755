import type { Names } from "./names.ts";

/** Names and their numbers in the order of their text, by which sums do not depend on who came first. */
export interface TextOrder {
  readonly texts: readonly string[];
  /** By place in the order of text: the name's number. */
  readonly numberAt: Int32Array;
  /** By number: the name's place in the order of text. */
  readonly placeOf: Int32Array;
}

/** Orders names by their UTF-16 units, as everything here is ordered. */
export const textOrder = (names: Names): TextOrder => {
  const texts = names.texts();
  const numberAt = new Int32Array(names.count);
  for (let number = 0; number < numberAt.length; number += 1) numberAt[number] = number;
  numberAt.sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  const placeOf = new Int32Array(names.count);
  for (let place = 0; place < numberAt.length; place += 1) placeOf[numberAt[place]!] = place;
  return { texts, numberAt, placeOf };
};
