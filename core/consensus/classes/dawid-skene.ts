import { type AnnotatorLabels, annotatorLabels } from "./annotator-labels.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { ClassMethod, Gold } from "./class-fit.ts";
import { type AnswerModel, type EmResult, maximize, type Stopping } from "./expectation-maximization.ts";
import { readConfidence } from "./read-out.ts";
import { rightShare } from "./right-share.ts";

const STOPPING: Stopping = { iterationsMax: 100, changeMax: 1e-3 };
/**
 * Added to the expected count of every label that an annotator ever gave, so that nothing she says is impossible, and her
 * row for a class she never met says nothing. So small that the estimate is the maximum likelihood to nine digits.
 */
const FLOOR = 1e-9;

/** What Dawid and Skene's model learns. */
export interface DawidSkeneFit extends EmResult {
  readonly log: Float64Array;
  /** log P(label), learned. */
  readonly logPrior: Float64Array;
  /** P(an annotator says `said` | the truth is `label`): 0 for a label that she never gave. */
  readonly response: (annotator: number, label: number, said: number) => number;
}

/**
 * Dawid–Skene (Applied Statistics 28, 1979): each annotator has a full table of what she says to each true label, and
 * the labels a learned prior; maximum likelihood by EM from shares of votes, with nothing to hold small counts back.
 * Choose it where everyone has answered many times labels². On few answers it is confidently wrong: the default is this
 * model with shrinkage. Several answers of one annotator to an item count each. Equal evidence is a tie. An item without
 * answers has the learned prior. Whoever gave one label only, as after a first answer, moves nothing. On few answers even
 * one that agrees may end the climb at another maximum, and turn a winner over.
 */
export const dawidSkene: ClassMethod = (answers, gold) => {
  const fit = fitDawidSkene(answers, gold);
  return {
    posterior: fit.posterior,
    confidence: readConfidence(fit, answers, gold),
    skill: rightShare(answers, fit.posterior),
  };
};

/** The same with all that it learns. Its memory is labels × the pairs of annotator and label that occur. */
export const fitDawidSkene = (answers: ClassAnswers, gold?: Gold, stopping: Stopping = STOPPING): DawidSkeneFit => {
  const { items, annotators, labels } = answers;
  const pairs = annotatorLabels(answers);
  const tables: Tables = {
    log: new Float64Array(items * labels),
    logPrior: new Float64Array(labels),
    logResponse: new Float64Array(pairs.pairs * labels),
    total: new Float64Array(annotators * labels),
  };
  const model: AnswerModel = {
    log: tables.log,
    logPrior: tables.logPrior,
    refit: (posterior) => {
      refitPrior(answers, posterior, tables.logPrior);
      refitResponses(answers, pairs, posterior, tables);
    },
    weigh: () => weigh(answers, pairs, tables),
  };
  const result = maximize(answers, gold, model, stopping);
  return {
    ...result,
    log: tables.log,
    logPrior: tables.logPrior,
    response: (annotator, label, said) => responseOf(answers, pairs, tables, { annotator, label, said }),
  };
};

interface Tables {
  readonly log: Float64Array;
  readonly logPrior: Float64Array;
  /** By pair and true label. */
  readonly logResponse: Float64Array;
  /** By annotator and true label, her expected answers. */
  readonly total: Float64Array;
}

const refitPrior = ({ items, labels, starts }: ClassAnswers, posterior: Float64Array, logPrior: Float64Array): void => {
  const count = new Float64Array(labels).fill(FLOOR);
  let answered = labels * FLOOR;
  for (let item = 0; item < items; item += 1) {
    if (starts[item] === starts[item + 1]) continue;
    answered += 1;
    for (let at = 0; at < labels; at += 1) count[at]! += posterior[item * labels + at]!;
  }
  for (let at = 0; at < labels; at += 1) logPrior[at] = Math.log(count[at]! / answered);
};

const refitResponses = (
  { items, labels, starts }: ClassAnswers,
  { pairs, pair, annotator }: AnnotatorLabels,
  posterior: Float64Array,
  { logResponse, total }: Tables,
): void => {
  logResponse.fill(0);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const cells = pair[at]! * labels;
      for (let label = 0; label < labels; label += 1) logResponse[cells + label]! += posterior[row + label]!;
    }
  }
  total.fill(0);
  for (let at = 0; at < pairs; at += 1) {
    const sums = annotator[at]! * labels;
    for (let label = 0; label < labels; label += 1) total[sums + label]! += logResponse[at * labels + label]! + FLOOR;
  }
  for (let at = 0; at < pairs; at += 1) {
    const sums = annotator[at]! * labels;
    for (let label = 0; label < labels; label += 1) {
      const cell = at * labels + label;
      logResponse[cell] = Math.log((logResponse[cell]! + FLOOR) / total[sums + label]!);
    }
  }
};

const weigh = (
  { items, labels, starts }: ClassAnswers,
  { pair }: AnnotatorLabels,
  { log, logResponse }: Tables,
): void => {
  log.fill(0);
  for (let item = 0; item < items; item += 1) {
    const row = item * labels;
    for (let at = starts[item]!; at < starts[item + 1]!; at += 1) {
      const cells = pair[at]! * labels;
      for (let label = 0; label < labels; label += 1) log[row + label]! += logResponse[cells + label]!;
    }
  }
};

const responseOf = (
  { labels }: ClassAnswers,
  { pairs, annotator, label }: AnnotatorLabels,
  { logResponse }: Tables,
  asked: { readonly annotator: number; readonly label: number; readonly said: number },
): number => {
  for (let at = 0; at < pairs; at += 1) {
    if (annotator[at] === asked.annotator && label[at] === asked.said) {
      return Math.exp(logResponse[at * labels + asked.label]!);
    }
  }
  return 0;
};
