import { shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import type { ShrinkageFit } from "../../../../core/consensus/classes/shrinkage-fit.ts";
import type { ToldLabel } from "../../../../core/consensus/classes/shrinkage-read-out.ts";
import { Streaming } from "../../../../core/consensus/online/streaming.ts";
import { typicalEvidence } from "../../../../core/consensus/online/typical-evidence.ts";
import { type StopDecision, stopOrAsk } from "../../../../core/consensus/stopping/stop-or-ask.ts";
import type { Standing, StopPolicy } from "../../../../core/consensus/stopping/stop-policy.ts";
import { meanOfTwoReadings, withoutHabits } from "../../../../core/consensus/stopping/two-readings.ts";
import { type CrowdSet, type CrowdSetName, crowdSet } from "../../../support/crowd-sets.ts";
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
  /** Standard errors of the first two means; 0 of one seed. */
  readonly labelsError: number;
  readonly accuracyError: number;
}

/** What a rule is told of an item that it looks at. */
interface Heard {
  readonly standing: Standing;
  /** The item's answers so far. */
  readonly told: readonly ToldLabel[];
  readonly typicalSkill: number;
  readonly fewestAnswers: number;
  /** Skills as of the last hundredth answer bought. */
  readonly fit: ShrinkageFit;
}
type Rule = (heard: Heard) => StopDecision["kind"];

/** Two answers at least, then the confidence alone decides. */
export const confidenceAlone =
  (target: number): Rule =>
  ({ standing: { answers, probabilities, winner } }) =>
    answers >= 2 && probabilities[winner]! >= target ? "decided" : "ask";

/** Two answers at least, then the mean of two readings (core/consensus/stopping/two-readings.ts). */
export const twoReadings = (threshold: number): Rule => {
  const plainly = once(withoutHabits);
  return ({ told, fit }) =>
    told.length >= 2 && meanOfTwoReadings(told, fit, plainly(fit)) >= threshold ? "decided" : "ask";
};

/** The product's rule, with warm-up and contested items. */
export const productRule = (policy: StopPolicy): Rule => {
  const evidenceOf = once(typicalEvidence);
  return ({ standing, typicalSkill, fit, fewestAnswers }) => {
    const known = { snapshot: 1, rho: 0.25, typicalSkill, typicalEvidence: evidenceOf(fit), fewestAnswers };
    return stopOrAsk(standing, policy, known).kind;
  };
};

/** Remembers what came of the last fit: a rule hears the same one many times over. */
const once = <Made>(make: (fit: ShrinkageFit) => Made): ((fit: ShrinkageFit) => Made) => {
  let last: { readonly fit: ShrinkageFit; readonly made: Made } | undefined;
  return (fit) => {
    if (last?.fit !== fit) last = { fit, made: make(fit) };
    return last.made;
  };
};

/** Buys a set's answers by a rule, once for each seed. */
export const play = (name: CrowdSetName, rule: Rule, seeds: readonly number[]): Played => {
  const plays = seeds.map((seed) => playOnce(name, rule, seed));
  const mean = (of: (played: Once) => number) => plays.reduce((sum, played) => sum + of(played), 0) / plays.length;
  const error = (of: (played: Once) => number) => {
    const middle = mean(of);
    return Math.sqrt(mean((played) => (of(played) - middle) ** 2) / Math.max(1, plays.length - 1));
  };
  return {
    labels: mean(({ labels }) => labels),
    accuracy: mean(({ accuracy }) => accuracy),
    decided: mean(({ decided }) => decided),
    rightOfDecided: mean(({ rightOfDecided }) => rightOfDecided),
    contested: mean(({ contested }) => contested),
    labelsError: error(({ labels }) => labels),
    accuracyError: error(({ accuracy }) => accuracy),
  };
};

type Once = Omit<Played, "labelsError" | "accuracyError">;

/** Skills for the rules are taken anew after so many answers, and then every item is looked at again. */
const SNAPSHOT_EVERY = 100;

/**
 * Offers a set's answers one by one in random order. One to an item that is settled is not bought, and stays to be had:
 * as in the product, where a new snapshot decides every item again, an item that later skills make unsure is asked
 * again. Ends when nobody wants any answer that is left. Every item then is what the last skills make of it.
 */
const playOnce = (name: CrowdSetName, rule: Rule, seed: number): Once => {
  const { answers, truth } = crowdSetOnce(name);
  const stream = new Streaming(answers.labels);
  const told = Array.from({ length: answers.items }, (): ToldLabel[] => []);
  const votes = Array.from({ length: answers.items }, () => new Int32Array(answers.labels));
  let fit = stream.fit();
  let [snapshot, bought] = [0, 0];
  const lookedAt = new Map<
    number,
    { readonly kind: StopDecision["kind"]; readonly label: number; readonly under: number }
  >();
  const look = (item: number): StopDecision["kind"] => {
    const probabilities = stream.confidenceOf(item);
    const winner = probabilities.indexOf(Math.max(...probabilities));
    const heard = told[item]!;
    const kind = rule({
      standing: { probabilities, winner, isTied: false, votes: votes[item]!, answers: heard.length },
      told: heard,
      typicalSkill: stream.typicalSkill(),
      fewestAnswers: Math.min(...heard.map(({ annotator }) => stream.answersBy(annotator))),
      fit,
    });
    lookedAt.set(item, { kind, label: winner, under: snapshot });
    return kind;
  };
  const takeSkills = (): void => {
    fit = stream.fit();
    snapshot += 1;
  };
  const wants = (item: number): boolean => {
    if (told[item]!.length === 0) return true;
    const last = lookedAt.get(item);
    return (last?.under === snapshot ? last.kind : look(item)) === "ask";
  };
  let offered = arrivals(answers, seed);
  for (let boughtAtLast = -1; boughtAtLast !== bought; ) {
    boughtAtLast = bought;
    takeSkills();
    for (let before = -1; before !== bought; ) {
      before = bought;
      offered = offered.filter(([item, annotator, label]) => {
        if (!wants(item)) return true;
        stream.add(item, annotator, label);
        told[item]!.push({ annotator, label });
        votes[item]![label]! += 1;
        bought += 1;
        lookedAt.delete(item);
        if (bought % SNAPSHOT_EVERY === 0) takeSkills();
        return false;
      });
    }
  }
  for (const item of told.keys()) look(item);
  const settled = [...lookedAt].filter(([, { kind }]) => kind !== "ask");
  const decided = settled.filter(([, { kind }]) => kind === "decided");
  return {
    labels: bought / answers.items,
    accuracy: accuracyOf(shrinkage(stream.all()).posterior, answers.labels, truth),
    decided: decided.length / answers.items,
    rightOfDecided: decided.filter(([item, { label }]) => truth[item] === label).length / Math.max(1, decided.length),
    contested: (settled.length - decided.length) / answers.items,
  };
};

const sets = new Map<CrowdSetName, CrowdSet>();
/** Reading a file costs as much as playing it. */
const crowdSetOnce = (name: CrowdSetName): CrowdSet => {
  const set = sets.get(name) ?? crowdSet(name);
  sets.set(name, set);
  return set;
};
