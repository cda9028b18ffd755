import type { Names } from "./names.ts";
import { bytesOf, readRows, titleOf } from "./read-rows.ts";

/** A label of a task that somebody or something else than the annotators says. */
export interface KnownLabel {
  readonly label: number;
  /** How sure the source is, in (0, 1]; 1 where it does not say. */
  readonly probability: number;
}

export interface KnownLabels {
  /** By item's number. */
  readonly byItem: ReadonlyMap<number, KnownLabel>;
  /** Tasks that nobody answered, in the order of the file. */
  readonly strangers: readonly string[];
}

/**
 * Reads `task,label[,probability]`: gold, or the predictions of a model. A label that no annotator gave gets a number of
 * its own in `labels`. A task that the answers do not have is a stranger, and left out.
 *
 * @throws Error with file and line on a task that is named twice with different labels, and a probability outside (0, 1]
 */
export const readKnownLabels = async (path: string, items: Names, labels: Names): Promise<KnownLabels> => {
  const byItem = new Map<number, KnownLabel>();
  const strangers: string[] = [];
  await readRows(bytesOf(path), titleOf(path), {
    required: ["task", "label"],
    optional: ["probability"],
    onRow: ({ bytes, starts, ends }, columns) => {
      const text = (cell: number): string => Buffer.from(bytes.subarray(starts[cell], ends[cell])).toString("utf8");
      if (starts[columns.task] === ends[columns.task]) throw new Error("the task is empty");
      if (starts[columns.label] === ends[columns.label]) throw new Error("the label is empty");
      const item = items.find(bytes, starts[columns.task]!, ends[columns.task]!);
      if (item < 0) {
        strangers.push(text(columns.task));
        return;
      }
      const label = labels.numberOf(bytes, starts[columns.label]!, ends[columns.label]!);
      const probability = columns.probability < 0 ? 1 : probabilityIn(text(columns.probability));
      const earlier = byItem.get(item);
      if (earlier && (earlier.label !== label || earlier.probability !== probability))
        throw new Error(`task "${text(columns.task)}" stands here again, and says otherwise than before`);
      byItem.set(item, { label, probability });
    },
  });
  return { byItem, strangers };
};

const probabilityIn = (text: string): number => {
  const probability = Number(text);
  if (text.trim() === "" || !(probability > 0 && probability <= 1))
    throw new Error(`probability "${text}": expected a number above 0, up to 1`);
  return probability;
};
