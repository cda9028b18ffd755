import { open } from "node:fs/promises";
import { seeded } from "../../core/seeded.ts";
import { generatedAnswers } from "../consensus-classes/generated-answers.ts";

export interface WrittenAnswers {
  readonly sizeBytes: number;
  /** The label that each task was made with, by their names. */
  readonly truth: ReadonlyMap<string, string>;
}

const SEED = 7;
const ROWS_AT_ONCE = 10_000;

const taskNamed = (item: number): string => `task-${item}`;
const labelNamed = (label: number): string => `label-${label}`;

/** Writes `task,worker,label`, so many rows in no order: as answers come, not as they are grouped afterwards. */
export const writeAnswers = async (path: string, count: number): Promise<WrittenAnswers> => {
  const { rows, truth } = generatedAnswers(count);
  const order = shuffled(count);
  const file = await open(path, "w");
  try {
    await file.writeFile("task,worker,label\n");
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      const lines = Array.from(order.subarray(from, from + ROWS_AT_ONCE), (row) => {
        const [item = 0, annotator = 0, label = 0] = [rows.item[row], rows.annotator[row], rows.label[row]];
        return `${taskNamed(item)},worker-${annotator},${labelNamed(label)}\n`;
      });
      await file.writeFile(lines.join(""));
    }
    const { size } = await file.stat();
    const named = Array.from(truth, (label, item) => [taskNamed(item), labelNamed(label)] as const);
    return { sizeBytes: size, truth: new Map(named) };
  } finally {
    await file.close();
  }
};

/** Fisher and Yates, always alike. */
const shuffled = (count: number): Int32Array => {
  const { whole } = seeded(SEED);
  const order = Int32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = whole(0, at);
    const [one = 0, two = 0] = [order[at], order[other]];
    order[at] = two;
    order[other] = one;
  }
  return order;
};
