import { assert } from "../../assert.ts";
import { RHO } from "../design-effect.ts";
import type { Candidate } from "./candidates.ts";
import type { ClassAnswers } from "./class-answers.ts";
import type { ClassFit, Gold } from "./class-fit.ts";

/** Below so many answered gold items, chance would choose. */
export const GOLD_NEEDED = 30;
const FOLDS = 5;
/** Correlations that are tried, 0 (answers err independently) to 1 (as one). */
const RHOS: readonly number[] = Array.from({ length: 41 }, (_, step) => step / 40);
/** How far from the usual correlation a project's is expected to be: the standard deviation of a normal prior. */
const RHO_SPREAD = 0.25;

export interface Tried {
  readonly method: string;
  /** Its own best correlation of mistakes. */
  readonly rho: number;
  /** Mean −ln of what it gave to the truth of gold items that it had not been told. */
  readonly nll: number;
}

/** What gold chose, for a report: which method, how tempered, on how many items, and how each candidate did. */
export interface Choice {
  readonly method: string;
  readonly rho: number;
  /** Gold items that somebody answered. */
  readonly goldItems: number;
  readonly because: "least error on gold" | "too little gold";
  /** Each candidate's best, in the order they were handed in; empty where there was too little gold. */
  readonly tried: readonly Tried[];
}

/**
 * Chooses a method and its temperature by cross-validation on gold: a fifth of the gold is hidden, each candidate learns
 * from the rest, and what it gives to the hidden truths is scored by mean negative log-likelihood, at its best
 * temperature (fitted on the same, drawn towards the usual one). The least wins where it beats the first candidate by
 * more than a standard error; otherwise, and where several are alike, the first handed in. With fewer than `GOLD_NEEDED` answered gold items the first candidate stays, at the
 * usual temperature. Gold is dealt to the folds in the order of the items' numbers, so the choice is always the same.
 */
export const chooseOnGold = (
  answers: ClassAnswers,
  gold: Gold,
  candidates: readonly [Candidate, ...Candidate[]],
): Choice => {
  assert(gold.length === answers.items, `gold for ${answers.items} items, not ${gold.length}`);
  const known = [...gold.keys()].filter(
    (item) => gold[item]! >= 0 && answers.starts[item + 1]! > answers.starts[item]!,
  );
  const goldItems = known.length;
  if (goldItems < GOLD_NEEDED)
    return { method: candidates[0].name, rho: RHO, goldItems, because: "too little gold", tried: [] };
  const [first, ...rivals] = candidates.map((candidate) => trialOf(candidate, answers, gold, known));
  assert(first !== undefined, "there is a candidate");
  const better = rivals.filter((rival) => isClearlyBetter(rival, first));
  const best = better.reduce((least, next) => (next.nll < least.nll ? next : least), first);
  const tried = [first, ...rivals].map(({ method, rho, nll }) => ({ method, rho, nll }));
  return { method: best.method, rho: best.rho, goldItems, because: "least error on gold", tried };
};

/** The chosen method's fit with all gold told, its probabilities at the chosen temperature. */
export const fitChosen = (
  answers: ClassAnswers,
  gold: Gold,
  candidates: readonly [Candidate, ...Candidate[]],
): { readonly choice: Choice; readonly fit: ClassFit } => {
  const choice = chooseOnGold(answers, gold, candidates);
  const chosen = candidates.find(({ name }) => name === choice.method) ?? candidates[0];
  const { posterior, skill } = chosen.method(answers, gold);
  const reading = chosen.learn(answers, gold);
  const { items, labels } = answers;
  const confidence = new Float64Array(items * labels);
  for (let item = 0; item < items; item += 1)
    if (gold[item]! >= 0) confidence[item * labels + gold[item]!] = 1;
    else confidence.set(reading(item, choice.rho), item * labels);
  return { choice, fit: { posterior, confidence, skill } };
};

/** What a candidate does at its best temperature, with what it lost on each gold item. */
interface Trial extends Tried {
  readonly losses: Float64Array;
}

const trialOf = (candidate: Candidate, answers: ClassAnswers, gold: Gold, known: readonly number[]): Trial => {
  const losses = RHOS.map(() => new Float64Array(known.length));
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const told = gold.slice();
    for (const [at, item] of known.entries()) if (at % FOLDS === fold) told[item] = -1;
    const reading = candidate.learn(answers, told);
    for (const [at, item] of known.entries())
      if (at % FOLDS === fold)
        for (const [step, rho] of RHOS.entries()) losses[step]![at] = -Math.log(reading(item, rho)[gold[item]!]!);
  }
  const blamed = losses.map((loss, step) => sumOf(loss) + ((RHOS[step]! - RHO) / RHO_SPREAD) ** 2 / 2);
  const least = blamed.indexOf(Math.min(...blamed));
  const best = losses[least]!;
  return { method: candidate.name, rho: RHOS[least]!, nll: sumOf(best) / known.length, losses: best };
};

/** Whether a rival's mean gain over the first is more than its standard error: less is luck as likely as not. */
const isClearlyBetter = (rival: Trial, first: Trial): boolean => {
  const gains = first.losses.map((loss, at) => loss - rival.losses[at]!);
  const mean = sumOf(gains) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  return mean > Math.sqrt(variance / gains.length);
};

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0);
