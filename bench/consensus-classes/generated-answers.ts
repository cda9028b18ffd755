import type { AnswerRows, ClassAnswers } from "../../core/consensus/classes/class-answers.ts";
import { seeded } from "../../core/seeded.ts";

export interface GeneratedAnswers {
  readonly rows: AnswerRows;
  readonly size: Pick<ClassAnswers, "items" | "annotators" | "labels">;
  readonly truth: Int32Array;
}

const ANSWERS_AN_ITEM = 10;
const ANNOTATORS = 1000;
const LABELS = 10;
const SEED = 20261122;

/**
 * So many answers, ten an item, by a thousand annotators of whom each is right 40 to 90 times of a hundred and otherwise
 * says the class's most confusable label half the time. The same at every run.
 */
export const generatedAnswers = (count: number): GeneratedAnswers => {
  const random = seeded(SEED).next;
  const below = (most: number): number => Math.floor(random() * most);
  const items = Math.ceil(count / ANSWERS_AN_ITEM);
  const skill = Float64Array.from({ length: ANNOTATORS }, () => 0.4 + 0.5 * random());
  const truth = Int32Array.from({ length: items }, () => below(LABELS));
  const rows = { item: new Int32Array(count), annotator: new Int32Array(count), label: new Int32Array(count) };
  for (let at = 0; at < count; at += 1) {
    const item = Math.floor(at / ANSWERS_AN_ITEM);
    // A stride of steps of 97 gives ten different annotators without drawing twice.
    const annotator = (item * 31 + (at % ANSWERS_AN_ITEM) * 97 + below(97)) % ANNOTATORS;
    const right = truth[item] ?? 0;
    const wrong = random() < 0.5 ? (right + 1) % LABELS : (right + 1 + below(LABELS - 1)) % LABELS;
    rows.item[at] = item;
    rows.annotator[at] = annotator;
    rows.label[at] = random() < (skill[annotator] ?? 0) ? right : wrong;
  }
  return { rows, size: { items, annotators: ANNOTATORS, labels: LABELS }, truth };
};
