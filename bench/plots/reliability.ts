import { TIE } from "../../core/consensus/tie.ts";
import { type FittedSet, fitOf, type Told } from "./methods-measured.ts";

/** Items whose highest probability lies in one tenth. */
export interface Bin {
  readonly items: number;
  /** Mean of those probabilities. */
  readonly told: number;
  /** How many of a hundred were right, as a share; of k labels alike the true one counts 1/k. */
  readonly right: number;
}

const BINS = 10;

/** Ten bins over the items of all sets whose truth is known: a large set has more to say in them than a small one. */
export const reliability = (sets: readonly FittedSet[], told: Told): readonly Bin[] => {
  const sums = Array.from({ length: BINS }, () => ({ items: 0, told: 0, right: 0 }));
  for (const set of sets) {
    const { labels } = set.answers;
    const { confidence } = fitOf(set, told);
    for (const [item, truth] of set.truth.entries()) {
      if (truth < 0) continue;
      const row = confidence.subarray(item * labels, (item + 1) * labels);
      const most = Math.max(...row);
      const bin = sums[Math.min(BINS - 1, Math.floor(most * BINS))];
      if (!bin) throw new Error(`a probability of ${most} on ${set.name}`);
      bin.items += 1;
      bin.told += most;
      if ((row[truth] ?? 0) >= most - TIE) bin.right += 1 / row.filter((chance) => chance >= most - TIE).length;
    }
  }
  return sums.map(({ items, told: sum, right }) =>
    items === 0 ? { items, told: 0, right: 0 } : { items, told: sum / items, right: right / items },
  );
};
