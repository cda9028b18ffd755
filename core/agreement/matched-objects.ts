/** Of each annotator, in the order given, which of her things belongs to the unit; absent where none does. */
export type MatchedUnit = readonly (number | undefined)[];

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly overlap: number;
}

/**
 * Puts together what several annotators drew of the same thing: the pairs with the most overlap join first, a group
 * takes at most one thing of an annotator, and pairs below the gate never join. Every thing is in one group, alone if
 * nobody else drew it. Of equal overlaps the earlier annotators and things join first; groups come in the order of their
 * first member.
 */
export const matchedObjects = <Thing>(
  drawn: readonly (readonly Thing[])[],
  overlapOf: (a: Thing, b: Thing) => number,
  gate: number,
): readonly MatchedUnit[] => {
  const all = drawn.flatMap((things, annotator) => things.map((thing, at) => ({ thing, annotator, at })));
  const groups = all.map((_, one) => [one]);
  for (const { a, b } of pairsOver(gate, all, overlapOf)) {
    const [first, second] = [groups[a]!, groups[b]!];
    const isTaken = first.some((one) => second.some((other) => all[one]!.annotator === all[other]!.annotator));
    if (first === second || isTaken) continue;
    const joined = [...first, ...second];
    for (const one of joined) groups[one] = joined;
  }
  return [...new Set(groups)].map((group) => {
    const unit: (number | undefined)[] = drawn.map(() => undefined);
    for (const one of group) unit[all[one]!.annotator] = all[one]!.at;
    return unit;
  });
};

const pairsOver = <Thing>(
  gate: number,
  all: readonly { readonly thing: Thing; readonly annotator: number }[],
  overlapOf: (a: Thing, b: Thing) => number,
): readonly Pair[] => {
  const pairs: Pair[] = [];
  for (let a = 0; a < all.length; a += 1) {
    for (let b = a + 1; b < all.length; b += 1) {
      if (all[a]!.annotator === all[b]!.annotator) continue;
      const overlap = overlapOf(all[a]!.thing, all[b]!.thing);
      if (overlap >= gate && overlap > 0) pairs.push({ a, b, overlap });
    }
  }
  return pairs.sort((one, other) => other.overlap - one.overlap || one.a - other.a || one.b - other.b);
};
