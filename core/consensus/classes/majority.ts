import type { ClassAnswers } from "./class-answers.ts";
import type { ClassMethod } from "./class-fit.ts";

/**
 * Majority: everybody counts alike, the most votes win, and equal shares are a tie. Gold clamps. The reported confidence
 * adds a quarter of a vote, spread over all labels, so that not even many who agree are certain. A skill is the share of
 * an annotator's answers that the majority shares (a tie counts as its share of the leaders); half where she answered
 * nothing. An item without answers holds every label equally likely.
 */
export const majority: ClassMethod = (answers, gold) => {
  const { items, labels, starts, label } = answers;
  const posterior = new Float64Array(items * labels);
  const confidence = new Float64Array(items * labels);
  const shared = new Shared(answers);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    const known = gold?.[item] ?? -1;
    const from = starts[item]!;
    const all = starts[item + 1]! - from;
    let most = 1;
    let leaders = 1;
    if (known >= 0) {
      posterior[row + known] = 1;
      confidence[row + known] = 1;
    } else if (all === 0) {
      posterior.fill(1 / labels, row, row + labels);
      confidence.fill(smoothedShare(0, 0, labels), row, row + labels);
    } else {
      for (let at = from; at < from + all; at += 1) posterior[row + label[at]!]! += 1;
      const unsaid = smoothedShare(0, all, labels);
      most = 0;
      for (let at = row; at < row + labels; at += 1) {
        const votes = posterior[at]!;
        // Most labels nobody said.
        if (votes === 0) confidence[at] = unsaid;
        else {
          leaders = votes > most ? 1 : leaders + (votes === most ? 1 : 0);
          most = Math.max(most, votes);
          posterior[at] = votes / all;
          confidence[at] = smoothedShare(votes, all, labels);
        }
      }
      most /= all;
    }
    shared.count(item, posterior, most, leaders);
  }
  return { posterior, confidence, skill: shared.shares() };
};

/** Votes that every label shares beforehand. More would tell less of what the shares are worth, on real sets. */
const DOUBT_VOTES = 0.25;

/** The share of votes with a little doubt: below 1, also where there is one label alone. */
export const smoothedShare = (votes: number, all: number, labels: number): number =>
  (votes + DOUBT_VOTES / Math.max(2, labels)) / (all + DOUBT_VOTES);

/** How many answers of each annotator the leaders of their items share. */
class Shared {
  private readonly answers: ClassAnswers;
  private readonly right: Float64Array;
  private readonly answered: Float64Array;

  constructor(answers: ClassAnswers) {
    this.answers = answers;
    this.right = new Float64Array(answers.annotators);
    this.answered = new Float64Array(answers.annotators);
  }

  count(item: number, posterior: Float64Array, most: number, leaders: number): void {
    const { right, answered } = this;
    const { starts, annotator, label, labels } = this.answers;
    const end = starts[item + 1]!;
    for (let at = starts[item]!; at < end; at += 1) {
      const who = annotator[at]!;
      answered[who]! += 1;
      if (posterior[item * labels + label[at]!]! === most) right[who]! += 1 / leaders;
    }
  }

  shares(): Float64Array {
    return this.right.map((sum, who) => (this.answered[who]! > 0 ? sum / this.answered[who]! : 0.5));
  }
}
