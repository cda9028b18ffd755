import { agreementReport } from "../core/agreement/agreement-report.ts";
import { bootstrapInterval } from "../core/agreement/bootstrap.ts";
import { fleissKappa } from "../core/agreement/fleiss.ts";
import { gwetAc } from "../core/agreement/gwet.ts";
import { intervalAlpha } from "../core/agreement/interval-alpha.ts";
import { nominalAlpha } from "../core/agreement/nominal-alpha.ts";
import { ordinalAlpha } from "../core/agreement/ordinal-alpha.ts";
import { type ClassAnswers, classAnswers } from "../core/consensus/classes/class-answers.ts";
import { seeded } from "../core/seeded.ts";
import type { Run } from "./report.ts";

const LABELS = 10;
const PER_ITEM = 10;
const ANNOTATORS = 1000;

/** So many answers, ten an item, by a thousand annotators who are right seven times in ten. */
export const agreement = async (count: number): Promise<Run> => {
  const answers = drawn(count);
  const values = Float64Array.from({ length: LABELS }, (_, at) => at);
  const { next } = seeded(2);
  const labelNames = Array.from({ length: LABELS }, (_, at) => String(at));
  return {
    answers: count,
    items: answers.items,
    "alpha nominal, ms": timed(() => nominalAlpha(answers).figure()),
    "alpha ordinal, ms": timed(() => ordinalAlpha(answers, values).figure()),
    "alpha interval, ms": timed(() => intervalAlpha(answers, values).figure()),
    "Gwet AC1, ms": timed(() => gwetAc(answers).figure()),
    "Fleiss, ms": timed(() => fleissKappa(answers).figure()),
    "1,000 resamples of alpha nominal, ms": timed(() => bootstrapInterval(nominalAlpha(answers), next)),
    "1,000 resamples of alpha ordinal, ms": timed(() => bootstrapInterval(ordinalAlpha(answers, values), next)),
    "whole report, ms": timed(() => agreementReport(answers, labelNames, "nominal", next)),
  };
};

const drawn = (count: number): ClassAnswers => {
  const { next } = seeded(1);
  const items = Math.ceil(count / PER_ITEM);
  const rows = { item: new Int32Array(count), annotator: new Int32Array(count), label: new Int32Array(count) };
  for (let row = 0; row < count; row += 1) {
    const item = Math.floor(row / PER_ITEM);
    rows.item[row] = item;
    rows.annotator[row] = (item * 37 + (row % PER_ITEM) * 101) % ANNOTATORS;
    rows.label[row] = next() < 0.7 ? item % LABELS : Math.floor(next() * LABELS);
  }
  return classAnswers(rows, { items, annotators: ANNOTATORS, labels: LABELS });
};

const timed = (run: () => unknown): number => {
  const from = performance.now();
  run();
  return performance.now() - from;
};
