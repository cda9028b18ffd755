import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stopOrAsk } from "../../../../core/consensus/stopping/stop-or-ask.ts";
import type { Knowledge, Standing, StopPolicy } from "../../../../core/consensus/stopping/stop-policy.ts";
import { hasCrowdSets } from "../../../support/crowd-sets.ts";
import { BANKS, PAIRS, pairText, playPair } from "./pairs.ts";
import { play, productRule } from "./play.ts";

const ABSENT = "no crowd sets beside the repository: not shown";
/** A hundred orders of arrival take eight seconds of CPU, and a busy machine gives but a part of it. */
const SLOW_MS = 120_000;
const policy: StopPolicy = { target: 0.95, overlap: { min: 2, max: 7 } };
const known: Knowledge = { snapshot: 3, rho: 0.25, typicalSkill: 0.8, typicalEvidence: 1.4, fewestAnswers: 200 };

/** An item with votes for each label, the first of which is as likely as said; the second has the rest. */
const standing = (confidence: number, ...votes: number[]): Standing => ({
  probabilities: [confidence, 1 - confidence, ...votes.slice(2).map(() => 0)],
  winner: 0,
  isTied: confidence === 0.5,
  votes,
  answers: votes.reduce((sum, count) => sum + count, 0),
});
const said = (item: Standing, asked: Partial<StopPolicy> = {}, knowing: Partial<Knowledge> = {}) => {
  const { kind, reason } = stopOrAsk(item, { ...policy, ...asked }, { ...known, ...knowing });
  return `${kind}: ${reason}`;
};

describe("whether an item wants one more answer", () => {
  it("is sure from the target on, not before", () => {
    expect(said(standing(0.951, 2, 0))).toBe("decided: sure");
    expect(said(standing(0.949, 2, 0))).toBe("ask: may_settle");
    expect(said(standing(0.951, 2, 0), { target: 0.99 })).toBe("ask: may_settle");
    expect(said(standing(0.92, 2, 0), { target: 0.9 })).toBe("decided: sure");
  });

  it("hears two at least, and three until all who answered are known", () => {
    expect(said(standing(0.97, 1, 0))).toBe("ask: first_answers");
    expect(said(standing(0.97, 1, 0), { overlap: { min: 1, max: 7 } })).toBe("ask: first_answers");
    expect(said(standing(0.97, 2, 0), {}, { fewestAnswers: 19 })).toBe("ask: annotators_new");
    expect(said(standing(0.97, 3, 0), {}, { fewestAnswers: 19 })).toBe("decided: sure");
    expect(said(standing(0.97, 4, 0), { overlap: { min: 5, max: 7 } })).toBe("ask: first_answers");
  });

  it("is contested at the maximum where it is not sure, and never asked beyond it", () => {
    expect(said(standing(0.94, 5, 2))).toBe("contested: at_max");
    expect(said(standing(0.94, 9, 2))).toBe("contested: at_max");
    expect(said(standing(0.94, 5, 2), { acceptAtMax: 0.9 })).toBe("decided: sure_enough_at_max");
  });

  it("takes what is likelier than not where the vendor asked for one number of answers", () => {
    const fixed = { overlap: { min: 3, max: 3 } };
    expect(said(standing(0.7, 2, 1), fixed)).toBe("decided: sure_enough_at_max");
    expect(said(standing(0.5, 2, 2), { overlap: { min: 4, max: 4 } })).toBe("contested: at_max");
    expect(said(standing(0.8, 1, 0), { overlap: { min: 1, max: 1 } })).toBe("decided: sure_enough_at_max");
  });

  it("is contested early where people who are known split, and more of them would split further", () => {
    const split = { overlap: { min: 2, max: 25 } };
    expect(said(standing(0.5, 1, 1), split)).toBe("ask: may_settle");
    expect(said(standing(0.52, 6, 6), split)).toBe("contested: would_not_settle");
    expect(said(standing(0.52, 6, 6), split, { fewestAnswers: 3 })).toBe("ask: annotators_new");
  });

  it("asks for longer where a settled item is worth more answers", () => {
    const split = standing(0.52, 3, 3);
    const askedFor = [1, 4, 25, 1_000].map((reviewWorth) => said(split, { reviewWorth, overlap: { min: 2, max: 25 } }));
    expect(askedFor[0]).toBe("contested: would_not_settle");
    expect(askedFor.at(-1)).toBe("ask: may_settle");
    expect(askedFor).toEqual(askedFor.toSorted((a, b) => (a > b ? -1 : 1)));
  });

  it("lets more than half decide where everyone is held alike", () => {
    const alike = { snapshot: 0, fewestAnswers: 0 };
    expect(said(standing(0.6, 1, 0), {}, alike)).toBe("ask: first_answers");
    expect(said(standing(0.8, 2, 0), {}, alike)).toBe("decided: majority");
    expect(said(standing(0.5, 1, 1), {}, alike)).toBe("ask: no_majority");
    expect(said(standing(0.5, 2, 1, 1), { overlap: { min: 2, max: 4 } }, alike)).toBe("contested: at_max");
    expect(said(standing(0.6, 1, 0), { overlap: { min: 1, max: 1 } }, alike)).toBe("decided: majority");
  });

  it("always says something, and never asks at the maximum", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 25 }),
        fc.constantFrom(0, 0.05, 0.25, 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (votes, confidence, a, b, rho, typicalSkill) => {
          const overlap = { min: Math.min(a, b), max: Math.max(a, b) };
          const item = standing(confidence, ...votes);
          const decision = stopOrAsk(item, { target: 0.95, overlap }, { ...known, rho, typicalSkill });
          expect(decision.confidence).toBe(confidence);
          if (item.answers >= overlap.max) expect(decision.kind).not.toBe("ask");
          if (item.answers < overlap.min) expect(decision.kind).toBe("ask");
        },
      ),
    );
  });
});

describe("answers bought on real sets", () => {
  const cases = PAIRS.flatMap((pair) => BANKS.map((bank) => ({ ...pair, bank })));

  it.for(cases)(
    "$name: at least $accuracy right at $labels answers an item or fewer, by two readings; $seeds orders of arrival, bank: $bank",
    { timeout: SLOW_MS },
    async ({ bank, ...pair }, { annotate }) => {
      if (!hasCrowdSets()) {
        await annotate(ABSENT);
        return;
      }
      const played = playPair(pair, "two", bank);
      await annotate(`${pair.name}, ${pair.seeds} seeds, ${bank}: ${pairText(played)}`);
      expect(played.labels).toBeLessThanOrEqual(pair.labels);
      expect(played.accuracy).toBeGreaterThanOrEqual(pair.accuracy);
    },
  );

  it.for([
    { name: "rte", labels: 7.2, accuracy: 0.925 },
    { name: "dog", labels: 6.2, accuracy: 0.83 },
    { name: "sp_amt", labels: 3.6, accuracy: 0.939 },
    { name: "d_possent", labels: 9.6, accuracy: 0.944 },
  ] as const)(
    "$name: the product's own rule, up to 25 annotators, ten orders of arrival",
    { timeout: SLOW_MS },
    async ({ name, labels, accuracy }, { annotate }) => {
      if (!hasCrowdSets()) {
        await annotate(ABSENT);
        return;
      }
      const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
      const played = play(name, productRule({ target: 0.95, overlap: { min: 2, max: 25 } }), seeds);
      await annotate(`${name}, ${seeds.length} seeds: ${pairText(played)}`);
      expect(played.labels).toBeLessThanOrEqual(labels);
      expect(played.accuracy).toBeGreaterThanOrEqual(accuracy);
    },
  );
});
