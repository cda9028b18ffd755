import { assert } from "../../assert.ts";
import { RHO } from "../design-effect.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { ClassMethod, Gold } from "./class-fit.ts";
import { clearCounts, countItem, emptyCounts, poolCounts, whoMetOthers } from "./shrinkage-counts.ts";
import { addLogErrors, type ShrinkageFit } from "./shrinkage-fit.ts";
import { readOut, softmaxInto } from "./shrinkage-read-out.ts";
import { tablesOf } from "./shrinkage-tables.ts";

/** More passes lower the mean accuracy a little: they grow surer of their own mistakes. */
const PASSES = 5;

/** The default: two-level shrinkage, read out with tempered probabilities. */
export const shrinkage: ClassMethod = (answers, gold) => {
  const fit = fitShrinkage(answers, gold);
  return { ...readOut(answers, fit, RHO, gold), skill: fit.skill };
};

/**
 * Learns annotators and classes from answers by expectation–maximisation (Dawid and Skene 1979), with every annotator's
 * confusions shrunk towards one skill of hers and that towards the project's mean. Starts from vote shares.
 */
export const fitShrinkage = (answers: ClassAnswers, gold?: Gold): ShrinkageFit => {
  const { items, labels } = answers;
  assert(gold === undefined || gold.length === items, `gold for ${items} items, not ${gold?.length}`);
  const counts = emptyCounts(answers);
  const metOthers = whoMetOthers(answers, gold);
  const logErrors = new Float64Array(counts.cells.length);
  const belief = new Float64Array(labels);
  let fit: ShrinkageFit | undefined;
  for (let pass = 0; pass < PASSES; pass += 1) {
    clearCounts(counts);
    const logPrior = fit?.classPrior.map(Math.log);
    for (let item = 0; item < items; item += 1) {
      const from = answers.starts[item]!;
      const to = answers.starts[item + 1]!;
      const known = gold?.[item] ?? -1;
      if (from === to && known < 0) continue;
      belief.fill(0);
      if (known >= 0) belief[known] = 1;
      else if (fit === undefined || logPrior === undefined)
        for (let at = from; at < to; at += 1) belief[answers.label[at]!]! += 1 / (to - from);
      else {
        belief.set(logPrior);
        for (let at = from; at < to; at += 1) addLogErrors(fit, answers.annotator[at]!, answers.label[at]!, belief, 0);
        softmaxInto(belief, 0, labels);
      }
      countItem(counts, answers, item, belief, metOthers);
    }
    poolCounts(counts);
    fit = tablesOf(counts, logErrors);
  }
  assert(fit !== undefined, "at least one pass was made");
  return fit;
};
