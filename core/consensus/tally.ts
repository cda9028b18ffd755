/** Counts, kept as integers so that a result does not depend on the order in which votes were added. */
export const tally = <Key extends string>(votes: Iterable<Key>): ReadonlyMap<Key, number> => {
  const counts = new Map<Key, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  return counts;
};

/** Strictly more than half: a tie never is. */
export const isMajority = (votes: number, annotators: number): boolean => 2 * votes > annotators;

/** The keys with the most votes, sorted; empty without votes. */
export const leadersOf = <Key extends string>(counts: ReadonlyMap<Key, number>): readonly Key[] => {
  const best = Math.max(0, ...counts.values());
  return [...counts.keys()].filter((key) => counts.get(key) === best).sort();
};

/** Order of text by its UTF-16 units: the same on every machine, unlike a locale's. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
