import { designEffect } from "../design-effect.ts";

/**
 * Things that somebody drew, and who of those who looked did: what existence is judged from. People who looked at thing i
 * lie at `starts[i]` up to, not including, `starts[i + 1]`; each thing was drawn by at least one of them.
 */
export interface Sightings {
  readonly annotators: number;
  readonly starts: Int32Array;
  readonly annotator: Int32Array;
  /** 1 for those who drew it. */
  readonly drew: Uint8Array;
}

/** Rates of one annotator, or of everybody. */
export interface DrawingRates {
  /** Share of the things that are there, and that another drew, which she leaves out. */
  readonly miss: number;
  /** Share of the things that are not there, and that another drew all the same, which she draws too. */
  readonly falseAlarm: number;
}

/** What is believed before anybody is known, chosen so that everyone alike decides by more than half (a test shows it). */
export const RATES_AT_FIRST: DrawingRates = { miss: 0.15, falseAlarm: 0.15 };
/** Share of drawn things that are there, at first: one person alone is believed, and one of two is left in doubt. */
export const REAL_AT_FIRST = 0.75;

/** What was learned, or is handed in, of a project: rates by annotator, and how many drawn things are there. */
export interface ExistenceRates {
  readonly miss: Float64Array;
  readonly falseAlarm: Float64Array;
  readonly real: number;
}

/** How many things the first beliefs are worth, of everybody and of one person. */
const EVERYBODY_PRIOR = 20;
const PERSON_PRIOR = 10;
const PASSES = 10;
const RATE_MIN = 0.01;
const MISS_MAX = 0.5;
/** Lower: of things that are not there few are drawn twice, so that this rate is learned from little. */
const FALSE_ALARM_MAX = 0.3;
const REAL_MIN = 0.5;
const REAL_MAX = 0.95;
const CERTAIN = 1e-6;

/** Everybody at the first beliefs. */
export const ratesAtFirst = (annotators: number): ExistenceRates => ({
  miss: new Float64Array(annotators).fill(RATES_AT_FIRST.miss),
  falseAlarm: new Float64Array(annotators).fill(RATES_AT_FIRST.falseAlarm),
  real: REAL_AT_FIRST,
});

/**
 * Learns the rates by expectation–maximisation: the binary model of Dawid and Skene (1979), each person's rates shrunk
 * towards everybody's and those towards the first beliefs. A thing that nobody drew is never seen, so that the one who
 * drew a thing alone says nothing of her own rates: she is judged by what others drew. A thing that one person alone
 * looked at teaches nothing. Without things: the first beliefs.
 */
export const learnRates = (sightings: Sightings): ExistenceRates => {
  let rates = ratesAtFirst(sightings.annotators);
  for (let pass = 0; pass < PASSES; pass += 1) rates = ratesOf(sightings, logOddsOf(sightings, rates));
  return rates;
};

/**
 * How sure each thing is there, 0 to 1 and never either: the log-odds divided by the design effect 1 + ρ(n − 1) of n
 * people who looked, because people err alike.
 */
export const existenceOf = (sightings: Sightings, rates: ExistenceRates): Float64Array => {
  const { starts } = sightings;
  return logOddsOf(sightings, rates).map((odds, thing) => {
    const looked = starts[thing + 1]! - starts[thing]!;
    return Math.min(1 - CERTAIN, Math.max(CERTAIN, sigmoid(odds / designEffect(looked))));
  });
};

const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** Log-odds that a thing is there, given who drew it and given that somebody did. */
const logOddsOf = (
  { starts, annotator, drew }: Sightings,
  { miss, falseAlarm, real }: ExistenceRates,
): Float64Array => {
  const ifDrawn = miss.map((rate, who) => Math.log((1 - rate) / falseAlarm[who]!));
  const ifNot = miss.map((rate, who) => Math.log(rate / (1 - falseAlarm[who]!)));
  const logOdds = new Float64Array(starts.length - 1).fill(Math.log(real / (1 - real)));
  for (let thing = 0; thing + 1 < starts.length; thing += 1) {
    let allMiss = 1;
    let noneAlarmed = 1;
    for (let at = starts[thing]!; at < starts[thing + 1]!; at += 1) {
      const who = annotator[at]!;
      logOdds[thing]! += drew[at] === 1 ? ifDrawn[who]! : ifNot[who]!;
      allMiss *= miss[who]!;
      noneAlarmed *= 1 - falseAlarm[who]!;
    }
    logOdds[thing]! += Math.log((1 - noneAlarmed) / (1 - allMiss));
  }
  return logOdds;
};

const ratesOf = ({ annotators, starts, annotator, drew }: Sightings, logOdds: Float64Array): ExistenceRates => {
  const missed = new Float64Array(annotators);
  const there = new Float64Array(annotators);
  const alarmed = new Float64Array(annotators);
  const notThere = new Float64Array(annotators);
  let real = 0;
  let things = 0;
  for (let thing = 0; thing + 1 < starts.length; thing += 1) {
    const from = starts[thing]!;
    const to = starts[thing + 1]!;
    if (to - from < 2) continue;
    const belief = sigmoid(logOdds[thing]!);
    let drawers = 0;
    for (let at = from; at < to; at += 1) drawers += drew[at]!;
    for (let at = from; at < to; at += 1) {
      if (drawers - drew[at]! === 0) continue;
      const who = annotator[at]!;
      there[who]! += belief;
      missed[who]! += belief * (1 - drew[at]!);
      notThere[who]! += 1 - belief;
      alarmed[who]! += (1 - belief) * drew[at]!;
    }
    real += belief;
    things += 1;
  }
  return {
    miss: shrunkRates(missed, there, RATES_AT_FIRST.miss, MISS_MAX),
    falseAlarm: shrunkRates(alarmed, notThere, RATES_AT_FIRST.falseAlarm, FALSE_ALARM_MAX),
    real: within(REAL_MIN, REAL_MAX, (real + EVERYBODY_PRIOR * REAL_AT_FIRST) / (things + EVERYBODY_PRIOR)),
  };
};

const shrunkRates = (hits: Float64Array, chances: Float64Array, atFirst: number, max: number): Float64Array => {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const everybody = (sum(hits) + EVERYBODY_PRIOR * atFirst) / (sum(chances) + EVERYBODY_PRIOR);
  return hits.map((hit, who) =>
    within(RATE_MIN, max, (hit + PERSON_PRIOR * everybody) / (chances[who]! + PERSON_PRIOR)),
  );
};

const within = (min: number, max: number, value: number): number => Math.min(max, Math.max(min, value));
