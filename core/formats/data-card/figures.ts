import { type Figure, fromDisagreement, undefinedFigure } from "../../agreement/figure.ts";
import type { CardFacts } from "./facts.ts";

/** How well the answers agree, from sums alone. The same to the bit however items were put together. */
export interface AgreementFigures {
  /** Items with two answers or more that take part. */
  readonly items: number;
  /** Krippendorff's alpha, nominal, over all labels. */
  readonly alpha: Figure;
  /** The share of pairs of answers that are alike, mean over items; absent without such items. */
  readonly percent?: number;
  /** Alpha of each label against all others, by label. */
  readonly byLabel: ReadonlyMap<string, Figure>;
}

/** Figures of the facts; for answers that may name several labels only those by label mean anything. */
export const agreementOf = (facts: CardFacts): AgreementFigures => {
  const sizes = named(facts, "size/").map(([size, items]) => [Number(size), items] as const);
  const items = sizes.reduce((sum, [, some]) => sum + some, 0);
  const answers = sizes.reduce((sum, [size, some]) => sum + size * some, 0);
  const said = new Map(named(facts, "said/"));
  const unlike = unlikeByLabel(facts);
  const together = new Map<number, number>();
  for (const bySize of unlike.values())
    for (const [size, pairs] of bySize) together.set(size, (together.get(size) ?? 0) + pairs);
  if (answers === 0) return { items, alpha: undefinedFigure("no-pairs"), byLabel: new Map() };
  const sameByChance = [...said.values()].reduce((sum, times) => sum + times * times, 0);
  const chance = answers * (answers - 1);
  const agreeing = sizes.reduce(
    (sum, [size, some]) => sum + (size * (size - 1) * some - (together.get(size) ?? 0)) / (size * (size - 1)),
    0,
  );
  return {
    items,
    alpha: fromDisagreement(disagreement(together) / answers, (answers * answers - sameByChance) / chance),
    percent: agreeing / items,
    byLabel: new Map(
      [...said].map(([label, times]) => [
        label,
        fromDisagreement(
          (2 * disagreement(unlike.get(label) ?? new Map())) / answers,
          (2 * times * (answers - times)) / chance,
        ),
      ]),
    ),
  };
};

/** Ordered pairs that differ, each item's weighed by one over its answers less one; smallest items first. */
const disagreement = (unlike: ReadonlyMap<number, number>): number =>
  [...unlike].sort(([a], [b]) => a - b).reduce((sum, [size, pairs]) => sum + pairs / (size - 1), 0);

const unlikeByLabel = (facts: CardFacts): ReadonlyMap<string, ReadonlyMap<number, number>> => {
  const byLabel = new Map<string, Map<number, number>>();
  for (const [name, pairs] of named(facts, "unlike/")) {
    const [label = "", size = ""] = name.split("/");
    byLabel.set(label, (byLabel.get(label) ?? new Map<number, number>()).set(Number(size), pairs));
  }
  return byLabel;
};

/** A fact by name; 0 where it was never counted. */
export const fact = ({ counts }: CardFacts, name: string): number =>
  Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0;

/** Facts whose names begin so, by the rest of their names, in the order of these. */
export const named = ({ counts }: CardFacts, prefix: string): readonly (readonly [rest: string, count: number])[] =>
  Object.keys(counts)
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => [name.slice(prefix.length), counts[name] ?? 0]);

/** Facts whose names begin so and end in a number, by that number. */
export const numbered = (facts: CardFacts, prefix: string): readonly (readonly [number: number, count: number])[] =>
  named(facts, prefix)
    .map(([rest, count]) => [Number(rest), count] as const)
    .sort(([a], [b]) => a - b);
