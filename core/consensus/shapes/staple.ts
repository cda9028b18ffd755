import type { VotePatterns } from "./vote-patterns.ts";

/** Believed of everybody's strokes: this share of what is inside she has inside, and of what is outside, outside. */
const RIGHT_AT_FIRST = 0.85;
/** What that belief weighs, as a share of the cells: their errors are not as many witnesses as there are cells. */
const PRIOR_SHARE = 0.2;
const PASSES = 20;

/**
 * How sure the cells of each pattern are inside, 0 to 1: STAPLE (Warfield, Zou and Wells 2004), which is the binary
 * model of Dawid and Skene over cells, each person's two rates shrunk towards one belief. Only cells that somebody has
 * inside take part: the picture's background would drown who sees too much. A pattern that nobody has inside gets 0.
 * Weights tell how much each person's strokes count; they are taken relative to their mean.
 */
export const staple = (
  { inside, counts }: Pick<VotePatterns, "inside" | "counts">,
  weights: Float64Array,
): Float64Array => {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const counted = weights.map((weight) => weight / mean);
  const drawn = inside.map((votes) => votes.includes(1));
  let belief = Float64Array.from(inside, (votes) => shareOf(votes, counted));
  for (let pass = 0; pass < PASSES; pass += 1) {
    const rates = ratesOf(inside, counts, belief, drawn);
    belief = Float64Array.from(inside, (votes, at) => (drawn[at] ? beliefIn(votes, rates, counted) : 0));
  }
  return belief;
};

interface Rates {
  readonly insideRight: Float64Array;
  readonly outsideRight: Float64Array;
}

const shareOf = (votes: Uint8Array, weights: Float64Array): number => {
  let sum = 0;
  votes.forEach((vote, who) => {
    sum += vote * weights[who]!;
  });
  return sum / weights.length;
};

const ratesOf = (
  inside: readonly Uint8Array[],
  counts: Float64Array,
  belief: Float64Array,
  drawn: readonly boolean[],
): Rates => {
  const annotators = inside[0]?.length ?? 0;
  const all = counts.reduce((sum, count, at) => sum + (drawn[at] ? count : 0), 0);
  const prior = PRIOR_SHARE * all;
  const insideRight = new Float64Array(annotators).fill(prior * RIGHT_AT_FIRST);
  const outsideRight = new Float64Array(annotators).fill(prior * RIGHT_AT_FIRST);
  let within = prior;
  let without = prior;
  inside.forEach((votes, pattern) => {
    if (!drawn[pattern]) return;
    const cells = counts[pattern]!;
    within += cells * belief[pattern]!;
    without += cells * (1 - belief[pattern]!);
    votes.forEach((vote, who) => {
      insideRight[who]! += cells * belief[pattern]! * vote;
      outsideRight[who]! += cells * (1 - belief[pattern]!) * (1 - vote);
    });
  });
  return {
    insideRight: insideRight.map((right) => right / within),
    outsideRight: outsideRight.map((right) => right / without),
  };
};

/** Inside and outside are taken as equally likely at first: a larger area is no better for being large. */
const beliefIn = (votes: Uint8Array, { insideRight, outsideRight }: Rates, weights: Float64Array): number => {
  let logOdds = 0;
  votes.forEach((vote, who) => {
    const right = insideRight[who]!;
    const wrong = 1 - outsideRight[who]!;
    logOdds += weights[who]! * (vote === 1 ? Math.log(right / wrong) : Math.log((1 - right) / (1 - wrong)));
  });
  return 1 / (1 + Math.exp(-logOdds));
};
