import { byText } from "../tally.ts";
import { EVERYONE_ALIKE, logOdds, probabilityOf, type Rates, type Trust, unseen, weightsOf } from "./rates.ts";

/** One thing that somebody marked: who did, and who looked and did not. At least one yes. */
export interface Sighting {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const ROUNDS = 5;
/** So many things weigh as much as what everybody does: five, as for classes. */
const SHRINK = 5;
/** What a crowd is believed to be before it is known, and how much that belief counts. */
const RATE_BEFORE = 0.2;
const BELIEF = 6;
/** Two voices cannot say which of them errs. */
const VOICES_MIN = 3;

interface Count {
  there: number;
  missed: number;
  notThere: number;
  marked: number;
}

/**
 * Learns how often each annotator misses and invents, from things that at least one of three or more marked: EM over
 * "there" and "not there" with both rates shrunk to the crowd's and those to 0.2 (two-level MAP, five rounds, from shares
 * of votes). Things that nobody marked are counted by their expected number (zero-truncated likelihood, Dempster, Laird and
 * Rubin 1977, section 4.2): without them whoever marks little looks careless and whoever invents looks right. Pure, and the
 * order of sightings has no part in it. Nothing to learn from: everybody alike.
 */
export const learnRates = (sightings: readonly Sighting[]): Trust => {
  const teaching = alike(sightings).filter(({ yes, no }) => yes.length > 0 && yes.length + no.length >= VOICES_MIN);
  if (teaching.length === 0) return EVERYONE_ALIKE;
  let trust = maximize(teaching, teaching.map(voteShare), EVERYONE_ALIKE);
  for (let round = 1; round < ROUNDS; round += 1) {
    const before = trust;
    const present = teaching.map((sighting) => presence(sighting, before));
    trust = maximize(teaching, present, before);
  }
  return trust;
};

interface Counted extends Sighting {
  readonly times: number;
}

/** Sightings by the same people are one, counted: few patterns stand for many things, and their order is that of text. */
const alike = (sightings: readonly Sighting[]): readonly Counted[] => {
  const byPattern = new Map<string, { yes: readonly string[]; no: readonly string[]; times: number }>();
  for (const sighting of sightings) {
    const yes = sighting.yes.toSorted(byText);
    const no = sighting.no.toSorted(byText);
    const pattern = JSON.stringify([yes, no]);
    const known = byPattern.get(pattern);
    if (known) known.times += 1;
    else byPattern.set(pattern, { yes, no, times: 1 });
  }
  return [...byPattern].sort(([a], [b]) => byText(a, b)).map(([, counted]) => counted);
};

const voteShare = ({ yes, no }: Sighting): number => (yes.length + 0.5) / (yes.length + no.length + 1);

const presence = ({ yes, no }: Sighting, trust: Trust): number => {
  let odds = logOdds(trust.prior);
  for (const id of yes) odds += weightsOf(trust.of(id)).yes;
  for (const id of no) odds += weightsOf(trust.of(id)).no;
  return probabilityOf(odds);
};

const maximize = (sightings: readonly Counted[], present: readonly number[], before: Trust): Trust => {
  const counts = new Map<string, Count>();
  const all: Count = { there: 0, missed: 0, notThere: 0, marked: 0 };
  let things = 0;
  let there = 0;
  sightings.forEach(({ yes, no, times }, at) => {
    const is = times * present[at]!;
    const isNot = times - is;
    const hidden = unseen(before, [...yes, ...no]);
    const seen = { is, isNot, hiddenIs: is * hidden.there, hiddenNot: isNot * hidden.notThere };
    things += times + seen.hiddenIs + seen.hiddenNot;
    there += is + seen.hiddenIs;
    for (const id of yes) for (const count of [countOf(counts, id), all]) add(count, seen, true);
    for (const id of no) for (const count of [countOf(counts, id), all]) add(count, seen, false);
  });
  const crowd = ratesFrom(all, { miss: RATE_BEFORE, falseAlarm: RATE_BEFORE }, BELIEF);
  const known = new Map([...counts].map(([id, count]) => [id, ratesFrom(count, crowd, SHRINK)]));
  return { prior: (there + BELIEF / 2) / (things + BELIEF), of: (id) => known.get(id) ?? crowd };
};

const countOf = (counts: Map<string, Count>, id: string): Count => {
  const found = counts.get(id) ?? { there: 0, missed: 0, notThere: 0, marked: 0 };
  counts.set(id, found);
  return found;
};

interface Seen {
  readonly is: number;
  readonly isNot: number;
  readonly hiddenIs: number;
  readonly hiddenNot: number;
}

const add = (count: Count, { is, isNot, hiddenIs, hiddenNot }: Seen, saidYes: boolean): void => {
  count.there += is + hiddenIs;
  count.notThere += isNot + hiddenNot;
  count.missed += (saidYes ? 0 : is) + hiddenIs;
  if (saidYes) count.marked += isNot;
};

const ratesFrom = (count: Count, before: Rates, belief: number): Rates => ({
  miss: (count.missed + belief * before.miss) / (count.there + belief),
  falseAlarm: (count.marked + belief * before.falseAlarm) / (count.notThere + belief),
});
