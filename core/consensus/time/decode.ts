import type { Interval } from "./interval.ts";

/** Sums of whole millionths are exact: neither the order of annotators nor the hour of the day moves a decision. */
const UNITS_PER_NAT = 1_000_000;
/** The weight of one voice against another, ln 4: 0.8 against 0.2. */
const VOICE = Math.log(4);

export const inUnits = (odds: number): number => Math.round(odds * UNITS_PER_NAT);

/** Log odds by stretch; stretch k goes from `bounds[k]` to `bounds[k + 1]`. */
export interface TimedEvidence {
  readonly bounds: readonly number[];
  readonly odds: Float64Array;
  readonly unanimous: Uint8Array;
}

/**
 * Evidence by stretch made into intervals: the sequence of "there" and "not there" that has the most evidence for it,
 * counted by time, less a price for each change (Viterbi 1967, two states). The price is such that a majority of one voice
 * of usual weight must last for `minMs` to be believed against what is on both of its sides; two voices half as long. So
 * gaps close and bits fall away by one rule, and it reads the same backwards. With `minMs` 0 each stretch stands by its own
 * evidence. `odds` are log odds; where both ways are equally good, it is there: the caller knows of ties. What all say alike,
 * however short, is not smoothed away: `unanimous` is 1 there.
 */
export const decode = ({ bounds, odds, unanimous }: TimedEvidence, minMs: number): readonly Interval[] => {
  const price = inUnits((VOICE * minMs) / 2);
  const stretches = odds.length;
  // By stretch and state: whether "there" came before. Nobody marks anything before the first boundary.
  const wasThere = new Uint8Array(2 * stretches);
  let not = 0;
  let there = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < stretches; at += 1) {
    const counted = inUnits(odds[at]!) * (bounds[at + 1]! - bounds[at]!);
    const enough = unanimous[at] === 1 ? 2 * price + 1 : 0;
    const gain = counted < 0 ? Math.min(counted, -enough) : Math.max(counted, counted === 0 ? 0 : enough);
    wasThere[2 * at] = there - price >= not ? 1 : 0;
    wasThere[2 * at + 1] = there >= not - price ? 1 : 0;
    const left = Math.max(not, there - price);
    there = Math.max(there, not - price) + gain;
    not = left;
  }
  return intervalsAlong(bounds, wasThere, there - price >= not);
};

const intervalsAlong = (bounds: readonly number[], wasThere: Uint8Array, endsThere: boolean): readonly Interval[] => {
  const found: Interval[] = [];
  let isThere = endsThere;
  let endMs = 0;
  if (isThere) endMs = bounds.at(-1)!;
  for (let at = wasThere.length / 2 - 1; at >= 0; at -= 1) {
    const before = wasThere[2 * at + (isThere ? 1 : 0)] === 1;
    if (before === isThere) continue;
    if (isThere) found.push({ startMs: bounds[at]!, endMs });
    else endMs = bounds[at]!;
    isThere = before;
  }
  return found.reverse();
};
