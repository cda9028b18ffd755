import type { ClassMethod } from "./class-fit.ts";
import { majority } from "./majority.ts";
import { uniformLogPrior, weighOneCoin } from "./one-coin.ts";
import { readConfidence, readPosterior } from "./read-out.ts";
import { weightedVotes } from "./weighted-votes.ts";

/**
 * Two-pass label aggregation, linear in the answers (after Yang's LA): the first pass counts how often each annotator
 * agrees with the majority and gold, a = (agreed + 1) / (answered + 2); the second counts votes of weight a · labels − 1,
 * so that an annotator at chance counts nothing, and a worse one against her own answer (the linear form of the log odds,
 * Li & Yu 2014). It knows of no confusions and never iterates: the cheap fallback where annotators have few answers. A
 * tied majority counts as its part for each leader, and equal sums of weights are a tie. An item without answers holds
 * every label equally likely; an annotator without answers has skill one half. Confidence is that of one-coin annotators
 * of these skills, which on real sets means more what it says than the sum of weights.
 */
export const twoPass: ClassMethod = (answers, gold) => {
  const { items, labels } = answers;
  const { skill: agreement } = majority(answers, gold);
  const answered = new Float64Array(answers.annotators);
  for (const who of answers.annotator) answered[who]! += 1;
  const skill = agreement.map((share, who) => (share * answered[who]! + 1) / (answered[who]! + 2));

  const logPrior = uniformLogPrior(labels);
  const weight = skill.map((share) => share * labels - 1);
  const posterior = new Float64Array(items * labels);
  readPosterior({ log: weightedVotes(answers, weight), logPrior }, answers, gold, posterior);

  const oneCoin = new Float64Array(items * labels);
  weighOneCoin(answers, skill, oneCoin);
  return { posterior, confidence: readConfidence({ log: oneCoin, logPrior }, answers, gold), skill };
};
