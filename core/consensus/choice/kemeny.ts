/** An order, best first; items that share a place are tied. */
export type Order = readonly (readonly string[])[];

export interface KemenyDistance {
  /** Pairs of items ordered otherwise, summed over the orders; a tie in one of the two alone is half. */
  readonly distance: number;
  /** Pairs that the orders say something about: the greatest possible distance. */
  readonly pairs: number;
}

/**
 * How far a ranking is from several orders, partial ones too: the distance of Kemeny and Snell (1962), pair by pair. Pairs
 * that an order does not list, or the ranking does not, are left out.
 */
export const kemenyDistance = (ranking: Order, orders: readonly Order[]): KemenyDistance => {
  const place = new Map(ranking.flatMap((tied, at) => tied.map((item) => [item, at] as const)));
  let distance = 0;
  let pairs = 0;
  for (const order of orders) {
    const listed = order.flatMap((tied, at) =>
      tied.flatMap((item) => (place.has(item) ? [{ own: at, ours: place.get(item)! }] : [])),
    );
    listed.forEach((a, at) => {
      for (const b of listed.slice(at + 1)) {
        distance += Math.abs(Math.sign(a.own - b.own) - Math.sign(a.ours - b.ours)) / 2;
        pairs += 1;
      }
    });
  }
  return { distance, pairs };
};
