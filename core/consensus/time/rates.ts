import { designEffect } from "../design-effect.ts";

/** How often somebody overlooks what is there, and how often she marks what is not. Both 0 to 1. */
export interface Rates {
  readonly miss: number;
  readonly falseAlarm: number;
}

/** What an annotator is held to be, by her id. A stranger is whoever it has no figures for: it answers for her as well. */
export interface Trust {
  /** How likely something that may be there is there, before anybody's mark is counted. */
  readonly prior: number;
  of(annotatorId: string): Rates;
}

const ANYONE: Rates = { miss: 0.2, falseAlarm: 0.2 };

/** Everybody alike and either error as likely: more than half decide, and a tie stays one. */
export const EVERYONE_ALIKE: Trust = { prior: 0.5, of: () => ANYONE };

/** What an answer adds to the log odds that something is there. */
export interface Weights {
  /** Never below 0. */
  readonly yes: number;
  /** Never above 0. */
  readonly no: number;
}

/** A certainty that nobody has earned: it keeps logarithms finite. */
const RATE_MIN = 1e-4;

/**
 * The weights of evidence (Good 1950; the two-class case of Dawid and Skene 1979). Who is wrong more often than right
 * counts for nothing, and never as evidence for the opposite of what she says.
 */
export const weightsOf = ({ miss, falseAlarm }: Rates): Weights => {
  const m = Math.min(Math.max(miss, RATE_MIN), 1 - RATE_MIN);
  const f = Math.min(Math.max(falseAlarm, RATE_MIN), 1 - RATE_MIN);
  if (m + f >= 1) return { yes: 0, no: 0 };
  return { yes: Math.log((1 - m) / f), no: Math.log(m / (1 - f)) };
};

export const logOdds = (probability: number): number => Math.log(probability / (1 - probability));
export const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** So many unseen things are imagined for each seen one at most: a rate near zero would imagine no end of them. */
const UNSEEN_MAX = 100;

/** How many things that nobody of these marked are to be expected for each one that somebody did. */
export const unseen = ({ of }: Trust, annotators: readonly string[]): { there: number; notThere: number } => {
  const allMiss = annotators.reduce((product, id) => product * of(id).miss, 1);
  const noneMarks = annotators.reduce((product, id) => product * (1 - of(id).falseAlarm), 1);
  const ratio = (share: number): number => Math.min(UNSEEN_MAX, share / Math.max(1 - share, RATE_MIN));
  return { there: ratio(allMiss), notThere: ratio(noneMarks) };
};

/**
 * Voices are not independent: people overlook the same faint things. The sum of n weights is divided by the design effect
 * 1 + 0.25 (n − 1) and added to the prior `odds` before it is read as a probability; what decides is the undivided sum. Below 1 always.
 */
export const confidenceOf = (odds: number, weight: number, voices: number): number => {
  const tempered = odds + weight / designEffect(voices);
  return Math.min(probabilityOf(tempered), 1 - 1e-9);
};
