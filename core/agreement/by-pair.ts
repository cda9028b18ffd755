import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { answersByAnnotator } from "./answers-by-annotator.ts";
import { type Figure, fromAgreement } from "./figure.ts";

/** How two annotators agree on the items that both answered. For review of the task, never to rank people. */
export interface PairAgreement {
  /** The lower number first. */
  readonly annotators: readonly [number, number];
  /** Answers compared: the items that both answered. */
  readonly shared: number;
  readonly agreed: number;
  /** Cohen's kappa. */
  readonly kappa: Figure;
}

/**
 * Every two annotators who share at least so many items, in the order of their numbers. Time grows with the pairs of
 * answers to the same item; room only with the answers and what is given back.
 */
export const agreementByPair = (answers: ClassAnswers, { leastShared = 1 } = {}): readonly PairAgreement[] => {
  const { annotators, labels, starts } = answers;
  const own = answersByAnnotator(answers);
  const shared = new Int32Array(annotators);
  const pairs: PairAgreement[] = [];
  for (let first = 0; first < annotators; first += 1) {
    const met = new Map<number, { readonly firstSaid: number[]; readonly secondSaid: number[] }>();
    shared.fill(0);
    const eachOther = (visit: (second: number, firstSaid: number, secondSaid: number) => void): void => {
      for (let at = own.starts[first]!; at < own.starts[first + 1]!; at += 1) {
        const item = own.item[at]!;
        for (let other = starts[item]!; other < starts[item + 1]!; other += 1) {
          const second = answers.annotator[other]!;
          if (second > first) visit(second, own.label[at]!, answers.label[other]!);
        }
      }
    };
    eachOther((second) => {
      shared[second]! += 1;
    });
    eachOther((second, firstSaid, secondSaid) => {
      if (shared[second]! < leastShared) return;
      const both = met.get(second) ?? { firstSaid: [], secondSaid: [] };
      met.set(second, both);
      both.firstSaid.push(firstSaid);
      both.secondSaid.push(secondSaid);
    });
    for (const [second, both] of [...met].sort(([a], [b]) => a - b)) {
      pairs.push({ annotators: [first, second], ...compared(both, labels) });
    }
  }
  return pairs;
};

/** Cohen's kappa from the answers themselves: a table of all labels would be larger than what two people share. */
const compared = (
  { firstSaid, secondSaid }: { readonly firstSaid: readonly number[]; readonly secondSaid: readonly number[] },
  labels: number,
): Omit<PairAgreement, "annotators"> => {
  const shared = firstSaid.length;
  const secondCounts = new Float64Array(labels);
  for (const label of secondSaid) secondCounts[label]! += 1;
  let agreed = 0;
  let byChance = 0;
  for (let at = 0; at < shared; at += 1) {
    if (firstSaid[at] === secondSaid[at]) agreed += 1;
    byChance += secondCounts[firstSaid[at]!]!;
  }
  return { shared, agreed, kappa: fromAgreement(agreed / shared, byChance / shared ** 2) };
};
