import { neverSure, softmaxInto } from "../classes/shrinkage-read-out.ts";
import { designEffect } from "../design-effect.ts";
import { evidenceOfKnown } from "./known-crowd.ts";
import { type StopDecision, stopOrAsk } from "./stop-or-ask.ts";
import type { Knowledge, Standing, StopPolicy } from "./stop-policy.ts";

/** What one item is expected to take, and to come to, if everybody's mean skill is the one assumed. */
export interface ItemForecast {
  readonly skill: number;
  /** Annotations by item, as a mean. */
  readonly annotations: number;
  /** Share of items that are left to a reviewer. */
  readonly contested: number;
}

/** Patterns of votes less likely than this are passed over; all together they weigh less than a hundred-thousandth. */
const MASS_LEAST = 1e-8;
/** More labels than this change no figure that is shown; they would only take time. */
const LABELS_MOST = 12;
const KNOWN_WELL = 1_000;

/** Votes for the true label, and for the wrong ones that got any, most first. */
interface Pattern {
  readonly right: number;
  readonly wrong: readonly number[];
  readonly mass: number;
}

/**
 * Walks through every pattern of votes that an item may get, each with its chance, and stops where `stopOrAsk` does: the
 * exact expectation, no simulation. Labels are alike, annotators known, and their mistakes as alike as `rho` says: the
 * votes come from an urn (Pólya) that begins with 1/ρ − 1 answers of an annotator of that skill, so some items are hard.
 */
export const forecastItem = (skill: number, labelCount: number, policy: StopPolicy, rho: number): ItemForecast => {
  const world = worldOf(skill, labelCount, policy, rho);
  let patterns: readonly Pattern[] = [{ right: 0, wrong: [], mass: 1 }];
  let [annotations, contested, seen] = [0, 0, 0];
  for (let answers = 0; patterns.length > 0; answers += 1) {
    const going: Pattern[] = [];
    for (const pattern of patterns) {
      const kind = decisionOf([pattern.right, ...pattern.wrong], answers, world);
      if (kind === "ask") going.push(pattern);
      else {
        seen += pattern.mass;
        annotations += pattern.mass * answers;
        if (kind === "contested") contested += pattern.mass;
      }
    }
    patterns = afterOneMore(going, answers, world);
  }
  return { skill, annotations: annotations / seen, contested: contested / seen };
};

/** What a forecast assumes of labels and annotators. */
export interface World {
  readonly skill: number;
  readonly labels: number;
  readonly rho: number;
  readonly policy: StopPolicy;
  readonly evidence: number;
}

export const worldOf = (skill: number, labelCount: number, policy: StopPolicy, rho: number): World => {
  const labels = Math.min(Math.max(1, labelCount), LABELS_MOST);
  return { skill, labels, rho, policy, evidence: evidenceOfKnown(skill, labels) };
};

/** What is decided of an item with so many votes for each label; labels without votes may be left out. */
export const decisionOf = (
  counts: readonly number[],
  answers: number,
  { skill, labels, rho, policy, evidence }: World,
): StopDecision["kind"] => {
  const votes = Array.from({ length: labels }, (_, label) => counts[label] ?? 0);
  const probabilities = Float64Array.from(votes, (count) => (count * evidence) / designEffect(answers, rho));
  softmaxInto(probabilities, 0, labels);
  neverSure(probabilities, 0, labels);
  const most = Math.max(...votes);
  const winner = votes.indexOf(most);
  const standing: Standing = {
    probabilities,
    winner,
    isTied: votes.indexOf(most, winner + 1) >= 0,
    votes,
    answers,
  };
  const knowledge: Knowledge = {
    snapshot: 1,
    rho,
    typicalSkill: skill,
    typicalEvidence: evidence,
    fewestAnswers: KNOWN_WELL,
  };
  return stopOrAsk(standing, policy, knowledge).kind;
};

/** Patterns with one vote more. Wrong labels with as many votes are alike, so they are kept together. */
const afterOneMore = (
  patterns: readonly Pattern[],
  answers: number,
  { skill, labels, rho }: World,
): readonly Pattern[] => {
  const crowd = 1 / Math.max(rho, 1e-6) - 1;
  const wrongShare = labels > 1 ? (crowd * (1 - skill)) / (labels - 1) : 0;
  const next = new Map<string, Pattern>();
  const put = (right: number, wrong: readonly number[], mass: number): void => {
    const sorted = wrong.toSorted((a, b) => b - a);
    const key = `${right} ${sorted.join(" ")}`;
    next.set(key, { right, wrong: sorted, mass: mass + (next.get(key)?.mass ?? 0) });
  };
  for (const { right, wrong, mass } of patterns) {
    const all = crowd * (labels > 1 ? 1 : skill) + answers;
    put(right + 1, wrong, (mass * (crowd * skill + right)) / all);
    for (const [at, count] of wrong.entries())
      put(right, wrong.with(at, count + 1), (mass * (wrongShare + count)) / all);
    const unseen = labels - 1 - wrong.length;
    if (unseen > 0) put(right, [...wrong, 1], (mass * wrongShare * unseen) / all);
  }
  return [...next.values()].filter(({ mass }) => mass > MASS_LEAST);
};
