import type { ItemState } from "./item.ts";

/** Items by state, and annotations: first revisions, of every round. */
export type Counts = Readonly<Record<ItemState | "annotations", number>>;

export const NO_COUNTS: Counts = {
  open: 0,
  agreed: 0,
  contested: 0,
  none_fit: 0,
  cant_tell: 0,
  unusable: 0,
  rejected: 0,
  replaced: 0,
  annotations: 0,
};

const combine = (a: Counts, b: Partial<Counts>, by: (a: number, b: number) => number): Counts => {
  const names = Object.keys(NO_COUNTS) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, by(a[name], b[name] ?? 0)])) as Counts;
};

export const addCounts = (a: Counts, b: Partial<Counts>): Counts => combine(a, b, (one, other) => one + other);

/** The last exact count with what changed since. Changes during the count may be in both, so never below nothing. */
export const countsNow = (exact: Counts, liveThen: Counts, live: Counts): Counts =>
  combine(
    addCounts(
      exact,
      combine(live, liveThen, (now, then) => now - then),
    ),
    NO_COUNTS,
    Math.max,
  );

export const areSameCounts = (a: Counts, b: Counts): boolean =>
  Object.values(combine(a, b, (one, other) => one - other)).every((difference) => difference === 0);

/** One item that went from a state to another. */
export const transition = (from: ItemState, to: ItemState): Partial<Counts> =>
  from === to ? {} : { [from]: -1, [to]: 1 };

/** Changes added up, for one write. */
export const sumOf = (changes: readonly Partial<Counts>[]): Counts => changes.reduce<Counts>(addCounts, NO_COUNTS);
