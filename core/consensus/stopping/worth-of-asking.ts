import { designEffect } from "../design-effect.ts";
import type { Knowledge, Standing } from "./stop-policy.ts";

/** An item that so many more answers do not settle is not worth them. */
const HORIZON = 12;
/** Below it the next answers would be foretold by skill alone, and no item would ever seem hard. */
const RHO_LEAST = 0.01;

/** Right nine times, wrong once. */
const ODDS_OF_GOOD = 9;

/** What settles an item, and what an answer costs. */
export interface Asking {
  readonly target: number;
  /** What will do after the last answer that may be asked for. */
  readonly acceptAtMax: number;
  readonly answersMax: number;
  /** Of one answer, where a settled item is worth 1. */
  readonly cost: number;
}

/**
 * What asking for one more answer is worth, if one goes on only while it pays: the chance that the item settles less the
 * cost of the answers until then. Not above 0: ask no more.
 *
 * One answer alone would be valued wrongly: the expected confidence after it is about the confidence before it, unless
 * it may turn the winner. So the best plan of up to twelve answers is found backwards (optimal stopping). What they will say
 * is drawn from an urn (Pólya): a typical annotator's answers, as often as the labels are likely, and this item's own
 * votes, which weigh more the more annotators' mistakes are alike. An item on which people split evenly is expected to
 * split them further. The labels behind the two likeliest count as one. Whoever answers next is given the benefit of the
 * doubt: her word is held to say at least what that of somebody who is right nine times in ten says.
 */
export const worthOfAsking = (standing: Standing, knowledge: Knowledge, asking: Asking): number => {
  const sides = sidesOf(standing, knowledge);
  const horizon = Math.min(HORIZON, asking.answersMax - standing.answers);
  if (horizon < 1) return 0;
  let later: Float64Array = new Float64Array(0);
  for (let more = horizon; more > 0; more -= 1) {
    const isLast = standing.answers + more >= asking.answersMax;
    const wanted = isLast ? Math.min(asking.target, asking.acceptAtMax) : asking.target;
    later = valuesAfter(more, sides, { ...asking, target: wanted }, more === horizon ? undefined : later);
  }
  return worthBefore(0, 0, 0, sides, asking.cost, later);
};

interface Sides {
  /** Log weights of the likeliest, the second and all others, as evidence: before it is divided by the design effect. */
  readonly evidence: readonly [number, number, number];
  /** What one typical answer adds to its side's. */
  readonly step: number;
  /** What the urn holds of each side before more answers come. */
  readonly urn: readonly [number, number, number];
  readonly answers: number;
  readonly rho: number;
}

const sidesOf = (
  { probabilities, winner, votes, answers }: Standing,
  { rho, typicalSkill, typicalEvidence }: Knowledge,
): Sides => {
  const chances = Array.from(probabilities);
  const labels = Math.max(2, chances.length);
  const second = chances.reduce(
    (best, chance, at) => (at !== winner && chance > (chances[best] ?? -1) ? at : best),
    -1,
  );
  const [first, next] = [chances[winner] ?? 0, chances[second] ?? 0];
  const shares = [first, next, Math.max(0, 1 - first - next)] as const;
  const said = [votes[winner] ?? 0, votes[second] ?? 0] as const;
  const tally = [said[0], said[1], answers - said[0] - said[1]] as const;
  const skill = Math.min(Math.max(typicalSkill, 1 / labels), 1 - 1e-6);
  const effect = designEffect(answers, rho);
  const crowd = 1 / Math.max(rho, RHO_LEAST) - 1;
  const spread = (1 - skill) / (labels - 1);
  const sideLabels = [1, 1, Math.max(0, labels - 2)] as const;
  const urn = (side: 0 | 1 | 2) =>
    tally[side] +
    crowd * (shares[side] * skill + spread * (sideLabels[side] - (sideLabels[side] > 0 ? shares[side] : 0)));
  return {
    evidence: [log(shares[0]) * effect, log(shares[1]) * effect, log(shares[2]) * effect],
    step: Math.max(typicalEvidence, Math.log(ODDS_OF_GOOD * (labels - 1))),
    urn: [urn(0), urn(1), urn(2)],
    answers,
    rho,
  };
};

const log = (share: number): number => Math.log(Math.max(share, 1e-12));

/** Where a value lies: after `more` answers, `first` of them for the likeliest and `second` for the next. */
const cell = (more: number, first: number, second: number): number => first * (more + 1) + second;

/** What each outcome of `more` answers is worth: 1 where it settles the item, else what going on is. */
const valuesAfter = (more: number, sides: Sides, asking: Asking, later: Float64Array | undefined): Float64Array => {
  const values = new Float64Array((more + 1) ** 2);
  for (let first = 0; first <= more; first += 1)
    for (let second = 0; second <= more - first; second += 1) {
      const isSettled = isSure(first, second, more - first - second, sides, asking.target);
      const onwards = later ? Math.max(0, worthBefore(more, first, second, sides, asking.cost, later)) : 0;
      values[cell(more, first, second)] = isSettled ? 1 : onwards;
    }
  return values;
};

const worthBefore = (
  more: number,
  first: number,
  second: number,
  { urn }: Sides,
  cost: number,
  later: Float64Array,
): number => {
  const toFirst = urn[0] + first;
  const toSecond = urn[1] + second;
  const toOthers = urn[2] + more - first - second;
  const expected =
    toFirst * later[cell(more + 1, first + 1, second)]! +
    toSecond * later[cell(more + 1, first, second + 1)]! +
    toOthers * later[cell(more + 1, first, second)]!;
  return expected / (toFirst + toSecond + toOthers) - cost;
};

/** Whether whoever leads then reaches the target. Most leads are too small for that, and cost no `exp`. */
const isSure = (first: number, second: number, others: number, sides: Sides, target: number): boolean => {
  const { evidence, step, answers, rho } = sides;
  const effect = designEffect(answers + first + second + others, rho);
  const a = (evidence[0] + first * step) / effect;
  const b = (evidence[1] + second * step) / effect;
  const c = (evidence[2] + others * step) / effect;
  const most = Math.max(a, b, c);
  const lead = most - Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  if (lead < Math.log(target / (1 - target))) return false;
  return 1 / (Math.exp(a - most) + Math.exp(b - most) + Math.exp(c - most)) >= target;
};
