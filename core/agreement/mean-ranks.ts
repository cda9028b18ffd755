import type { LabelCounts } from "./label-counts.ts";

/**
 * Of each label, the mean rank of its answers among all that can be compared, from 0: labels of equal value share one.
 * Gives a function of how many times each item counts, as ranks change with it.
 */
export const meanRanks = (
  { labels, pairable, starts, label, count }: LabelCounts,
  values: Float64Array,
): ((times?: Float64Array) => Float64Array) => {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  return (times) => {
    const said = new Float64Array(labels);
    for (const item of pairable) {
      const weight = times ? times[item]! : 1;
      for (let at = starts[item]!; at < starts[item + 1]!; at += 1) said[label[at]!]! += weight * count[at]!;
    }
    const rank = new Float64Array(labels);
    let below = 0;
    for (let from = 0; from < labels; ) {
      let to = from;
      let alike = 0;
      for (; to < labels && values[order[to]!] === values[order[from]!]; to += 1) alike += said[order[to]!]!;
      for (let at = from; at < to; at += 1) rank[order[at]!] = below + alike / 2;
      below += alike;
      from = to;
    }
    return rank;
  };
};
