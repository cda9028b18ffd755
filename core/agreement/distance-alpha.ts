import type { ClassAnswers } from "../consensus/classes/class-answers.ts";
import { type Figure, fromDisagreement, type Measure, undefinedFigure, undefinedMeasure } from "./figure.ts";
import { type LabelCounts, labelCounts } from "./label-counts.ts";
import type { LabelDistance } from "./label-distance.ts";

/** Up to so many labels the distances of all pairs are kept (8 MB); above, they are asked for again. */
const KEPT_UP_TO = 1024;

/**
 * Krippendorff's alpha for any distance between labels. What chance would give needs the distance of every pair of labels
 * that were said: quick for up to some ten thousand of them.
 */
export const distanceAlpha = (answers: ClassAnswers, distance: LabelDistance): Measure =>
  distanceAlphaOf(labelCounts(answers), distance);

/** The same, where the counts are there already. */
export const distanceAlphaOf = (counts: LabelCounts, distance: LabelDistance): Measure => {
  if (counts.incomparable) return undefinedMeasure(counts.incomparable);
  const { pairable, answers, starts, label, count } = counts;
  const apart = apartWithinItems(counts, distance);
  const between = keptDistances(labelsSaid(counts), distance);
  return {
    takesPart: pairable,
    figure: (times): Figure => {
      const said = new Float64Array(counts.labels);
      let all = 0;
      let observed = 0;
      for (const item of pairable) {
        const weight = times ? times[item]! : 1;
        if (weight === 0) continue;
        all += weight * answers[item]!;
        observed += weight * apart[item]!;
        for (let at = starts[item]!; at < starts[item + 1]!; at += 1) said[label[at]!]! += weight * count[at]!;
      }
      if (all === 0) return undefinedFigure("no-pairs");
      return fromDisagreement(observed / all, (2 * between(said)) / (all * (all - 1)));
    },
  };
};

/** By item, the sum of distances over its ordered pairs of answers, each divided by the number of the others. */
const apartWithinItems = (counts: LabelCounts, distance: LabelDistance): Float64Array => {
  const { items, pairable, answers, starts, label, count } = counts;
  const apart = new Float64Array(items);
  for (const item of pairable) {
    let sum = 0;
    for (let a = starts[item]!; a < starts[item + 1]!; a += 1) {
      for (let b = a + 1; b < starts[item + 1]!; b += 1) {
        sum += count[a]! * count[b]! * distance(label[a]!, label[b]!);
      }
    }
    apart[item] = (2 * sum) / (answers[item]! - 1);
  }
  return apart;
};

const labelsSaid = ({ labels, pairable, starts, label }: LabelCounts): Int32Array => {
  const isSaid = new Uint8Array(labels);
  for (const item of pairable) for (let at = starts[item]!; at < starts[item + 1]!; at += 1) isSaid[label[at]!] = 1;
  return Int32Array.from(isSaid.keys()).filter((at) => isSaid[at] === 1);
};

/** The sum over unordered pairs of different labels of how often each is said times their distance. */
const keptDistances = (labels: Int32Array, distance: LabelDistance): ((said: Float64Array) => number) => {
  const size = labels.length;
  const keeps = size <= KEPT_UP_TO;
  const kept = new Float64Array(keeps ? size * size : 0);
  for (let a = 0; keeps && a < size; a += 1) {
    for (let b = a + 1; b < size; b += 1) kept[a * size + b] = distance(labels[a]!, labels[b]!);
  }
  return (said) => {
    let sum = 0;
    for (let a = 0; a < size; a += 1) {
      const times = said[labels[a]!]!;
      if (times === 0) continue;
      let row = 0;
      for (let b = a + 1; b < size; b += 1) {
        row += said[labels[b]!]! * (keeps ? kept[a * size + b]! : distance(labels[a]!, labels[b]!));
      }
      sum += times * row;
    }
    return sum;
  };
};
