import { type ClassAnswers, classAnswers } from "../../core/consensus/classes/class-answers.ts";
import { winnersOf } from "../../core/consensus/classes/class-fit.ts";
import { majority } from "../../core/consensus/classes/majority.ts";
import { fitShrinkage, shrinkage } from "../../core/consensus/classes/shrinkage.ts";
import { readOut } from "../../core/consensus/classes/shrinkage-read-out.ts";
import { generatedAnswers } from "./generated-answers.ts";

/** What one process measured of one method, first call and all. */
export interface Measured {
  /** CPU seconds of putting the rows in order, which every method needs. */
  readonly ordering: number;
  /** CPU seconds of the method: of the online decision, of all items decided one by one. */
  readonly method: number;
  readonly peakBytes: number;
  readonly accuracy: number;
}

const METHODS: Readonly<Record<string, (answers: ClassAnswers) => () => Float64Array>> = {
  majority: (answers) => () => majority(answers).posterior,
  default: (answers) => () => shrinkage(answers).posterior,
  online: (answers) => {
    const fit = fitShrinkage(answers);
    return () => decidedOneByOne(answers, fit);
  },
};

/** Every item alone, as a submit does it. */
const decidedOneByOne = (answers: ClassAnswers, fit: ReturnType<typeof fitShrinkage>): Float64Array => {
  const { items, labels, annotators, starts, annotator, label } = answers;
  const posterior = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1) {
    const [from, to] = [starts[item] ?? 0, starts[item + 1] ?? 0];
    const alone = {
      items: 1,
      annotators,
      labels,
      starts: Int32Array.of(0, to - from),
      annotator: annotator.subarray(from, to),
      label: label.subarray(from, to),
    };
    posterior.set(readOut(alone, fit).posterior, item * labels);
  }
  return posterior;
};

const cpuSecondsOf = <Result>(run: () => Result): readonly [number, Result] => {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1e6, result];
};

const measure = (name: string, count: number): Measured => {
  const prepare = METHODS[name];
  if (!prepare) throw new Error(`no method ${name}: one of ${Object.keys(METHODS).join(", ")}`);
  const { rows, size, truth } = generatedAnswers(count);
  const [ordering, answers] = cpuSecondsOf(() => classAnswers(rows, size));
  const [method, posterior] = cpuSecondsOf(prepare(answers));
  const { label } = winnersOf(posterior, size.labels);
  const right = truth.reduce((sum, known, item) => sum + (label[item] === known ? 1 : 0), 0);
  return { ordering, method, peakBytes: process.resourceUsage().maxRSS * 1024, accuracy: right / size.items };
};

const [name = "", count = ""] = process.argv.slice(2);
const measured = measure(name, Number(count));
if (process.send) process.send(measured);
else console.log(measured);
