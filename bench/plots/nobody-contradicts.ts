import { classAnswers } from "../../core/consensus/classes/class-answers.ts";
import { shrinkage } from "../../core/consensus/classes/shrinkage.ts";

const ITEMS = 100;
const LABELS = 2;

/** How sure the default is of the least sure of a hundred items, each third of one label, if so many people agree on all of them. */
export const surenessOf = (annotators: number): number => {
  const rows = Array.from({ length: ITEMS * annotators }, (_, at) => ({
    item: at % ITEMS,
    annotator: Math.floor(at / ITEMS),
    label: (at % ITEMS) % 3 === 0 ? 0 : 1,
  }));
  const column = (name: "item" | "annotator" | "label") => Int32Array.from(rows, (row) => row[name]);
  const answers = classAnswers(
    { item: column("item"), annotator: column("annotator"), label: column("label") },
    { items: ITEMS, annotators, labels: LABELS },
  );
  const { confidence } = shrinkage(answers);
  const highest = Array.from({ length: ITEMS }, (_, item) =>
    Math.max(...confidence.subarray(item * LABELS, (item + 1) * LABELS)),
  );
  return Math.min(...highest);
};
