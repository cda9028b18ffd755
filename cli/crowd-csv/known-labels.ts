import { type AnswerFile, RESERVED } from "./answer-rows.ts";
import { bytesOf, readRows, titleOf } from "./read-rows.ts";

/** A label of a task that somebody or something else than the annotators says, by the numbers of the file of answers. */
export interface KnownLabel {
  readonly item: number;
  readonly label: number;
  /** How sure the source is, 0 to 1. Undefined where it does not say. */
  readonly probability: number | undefined;
}

export interface KnownLabels {
  readonly known: readonly KnownLabel[];
  /** Tasks that nobody answered, in the order of the file. */
  readonly strangers: readonly string[];
}

/** Of each task one label (gold), or one row for each of several (a model's predictions). */
export type LabelsPerTask = "one" | "several";

/**
 * Reads `task,label[,probability]`. A label that no annotator gave gets a number of its own. A task that the answers do
 * not have is a stranger, and left out; a row that says again what an earlier one said is passed over.
 *
 * @throws Error with file and line: a row that says otherwise than an earlier one, a probability that is none, and
 * `__cant_tell__` or `__unusable__`, which nobody can know of an item
 */
export const readKnownLabels = async (
  path: string,
  { items, labels }: Pick<AnswerFile, "items" | "labels">,
  labelsPerTask: LabelsPerTask,
): Promise<KnownLabels> => {
  const byPlace = new Map<string, KnownLabel>();
  const strangers = new Set<string>();
  await readRows(bytesOf(path), titleOf(path), {
    required: ["task", "label"],
    optional: ["probability"],
    onRow: ({ bytes, starts, ends }, columns) => {
      const text = (cell: number): string => Buffer.from(bytes.subarray(starts[cell], ends[cell])).toString("utf8");
      const [task, name] = [text(columns.task), text(columns.label)];
      if (task === "") throw new Error("the task is empty");
      if (name === "") throw new Error("the label is empty");
      if (name === RESERVED.cant_tell || name === RESERVED.unusable) throw new Error(`${name} is no label of a task`);
      const probability = columns.probability < 0 ? undefined : probabilityIn(text(columns.probability));
      const item = items.find(bytes, starts[columns.task]!, ends[columns.task]!);
      if (item < 0) {
        strangers.add(task);
        return;
      }
      const label = labels.numberOf(bytes, starts[columns.label]!, ends[columns.label]!);
      const place = labelsPerTask === "one" ? `${item}` : `${item} ${label}`;
      const earlier = byPlace.get(place);
      if (earlier && (earlier.label !== label || earlier.probability !== probability))
        throw new Error(`task "${task}" stands here again, and says otherwise than before`);
      byPlace.set(place, { item, label, probability });
    },
  });
  return { known: [...byPlace.values()], strangers: [...strangers] };
};

const probabilityIn = (text: string): number => {
  const probability = Number(text);
  if (text.trim() === "" || !(probability >= 0 && probability <= 1))
    throw new Error(`probability "${text}": expected a number from 0 to 1`);
  return probability;
};
