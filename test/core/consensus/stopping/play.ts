import { shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { Streaming } from "../../../../core/consensus/online/streaming.ts";
import { typicalEvidence } from "../../../../core/consensus/online/typical-evidence.ts";
import { type StopDecision, stopOrAsk } from "../../../../core/consensus/stopping/stop-or-ask.ts";
import type { Standing, StopPolicy } from "../../../../core/consensus/stopping/stop-policy.ts";
import { type CrowdSetName, crowdSet } from "../../../support/crowd-sets.ts";
import { accuracyOf } from "../online/accuracy.ts";
import { arrivals } from "../online/arrivals.ts";

/** What buying answers by a rule came to: means over seeds. */
export interface Played {
  /** Answers bought by item. */
  readonly labels: number;
  /** Of the batch pass over what was bought, over all items, decided or not. */
  readonly accuracy: number;
  readonly decided: number;
  /** Of the decided items, by the label that was decided on. */
  readonly rightOfDecided: number;
  readonly contested: number;
}

/** What a rule is told of an item that just got an answer. */
interface Heard {
  readonly standing: Standing;
  readonly stream: Streaming;
  readonly fewestAnswers: number;
}
type Rule = (heard: Heard) => StopDecision["kind"];

/** Two answers at least, then the confidence alone decides. */
export const confidenceAlone =
  (target: number): Rule =>
  ({ standing: { answers, probabilities, winner } }) =>
    answers >= 2 && probabilities[winner]! >= target ? "decided" : "ask";

/** The product's rule, with warm-up and contested items. */
export const productRule = (policy: StopPolicy): Rule => {
  let [evidence, heardSoFar] = [0, 0];
  return ({ standing, stream, fewestAnswers }) => {
    if (heardSoFar % 200 === 0) evidence = typicalEvidence(stream.fit());
    heardSoFar += 1;
    const known = { snapshot: 1, rho: 0.25, typicalSkill: stream.typicalSkill(), typicalEvidence: evidence };
    return stopOrAsk(standing, policy, { ...known, fewestAnswers }).kind;
  };
};

/** Hands a set's answers over one by one in random order; those to items that are settled are not bought. */
export const play = (name: CrowdSetName, rule: Rule, seeds: readonly number[]): Played => {
  const plays = seeds.map((seed) => playOnce(name, rule, seed));
  const mean = (of: (played: Played) => number) => plays.reduce((sum, played) => sum + of(played), 0) / plays.length;
  return {
    labels: mean(({ labels }) => labels),
    accuracy: mean(({ accuracy }) => accuracy),
    decided: mean(({ decided }) => decided),
    rightOfDecided: mean(({ rightOfDecided }) => rightOfDecided),
    contested: mean(({ contested }) => contested),
  };
};

const playOnce = (name: CrowdSetName, rule: Rule, seed: number): Played => {
  const { answers, truth } = crowdSet(name);
  const stream = new Streaming(answers.labels);
  const said = Array.from({ length: answers.items }, () => new Int32Array(answers.labels));
  const who = Array.from({ length: answers.items }, (): number[] => []);
  const settled = new Map<number, { readonly kind: StopDecision["kind"]; readonly label: number }>();
  for (const [item, annotator, label] of arrivals(answers, seed)) {
    if (settled.has(item)) continue;
    stream.add(item, annotator, label);
    const [votes, by] = [said[item]!, who[item]!];
    votes[label]! += 1;
    by.push(annotator);
    const probabilities = stream.confidenceOf(item);
    const winner = probabilities.indexOf(Math.max(...probabilities));
    const standing = { probabilities, winner, isTied: false, votes, answers: by.length };
    const fewestAnswers = Math.min(...by.map((one) => stream.answersBy(one)));
    const kind = rule({ standing, stream, fewestAnswers });
    if (kind !== "ask") settled.set(item, { kind, label: winner });
  }
  const bought = stream.all();
  const decided = [...settled].filter(([, { kind }]) => kind === "decided");
  return {
    labels: bought.label.length / answers.items,
    accuracy: accuracyOf(shrinkage(bought).posterior, answers.labels, truth),
    decided: decided.length / answers.items,
    rightOfDecided: decided.filter(([item, { label }]) => truth[item] === label).length / Math.max(1, decided.length),
    contested: (settled.size - decided.length) / answers.items,
  };
};
