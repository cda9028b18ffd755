import type { Gold } from "../core/consensus/classes/class-fit.ts";
import type { Predictions } from "../core/consensus/classes/predictions.ts";
import type { KnownLabel } from "./crowd-csv/known-labels.ts";
import type { Places } from "./crowd-csv/places.ts";

export const goldOf = (known: readonly KnownLabel[], { items, itemAt, labelAt }: Places): Gold => {
  const gold = new Int32Array(items).fill(-1);
  for (const { item, label } of known) gold[itemAt(item)] = labelAt(label);
  return gold;
};

/** What a task's probabilities may exceed 1 by, since they are written with few digits. */
const ROUNDING = 1e-3;

/**
 * What a model says, as the engine takes it. What its probabilities leave of 1 for a task is spread over the labels that
 * it does not name there. Without any probabilities it names labels only.
 *
 * @throws Error where they sum to more than 1, or a task has several labels of which one has no probability
 */
export const predictionsOf = (
  known: readonly KnownLabel[],
  places: Places,
  nameOf: (item: number) => string,
): Predictions => {
  const { items, labels, itemAt, labelAt } = places;
  const byItem = Map.groupBy(known, ({ item }) => item);
  if (known.every(({ probability }) => probability === undefined)) {
    const twice = [...byItem.values()].find((rows) => rows.length > 1)?.[0];
    if (twice) throw new Error(`predictions: task "${nameOf(twice.item)}" has several labels and no probabilities`);
    return { kind: "labels", label: goldOf(known, places) };
  }
  const rows = new Float64Array(items * labels);
  for (const [item, said] of byItem) {
    const sum = said.reduce((total, { probability = 0 }) => total + probability, 0);
    if (sum > 1 + ROUNDING)
      throw new Error(`predictions: the probabilities of task "${nameOf(item)}" sum to ${sum}: expected at most 1`);
    const row = itemAt(item) * labels;
    const left = Math.max(0, 1 - sum) / Math.max(1, labels - said.length);
    rows.fill(said.length < labels ? left : 0, row, row + labels);
    for (const { label, probability = 0 } of said) rows[row + labelAt(label)] = probability;
  }
  return { kind: "probabilities", rows };
};
