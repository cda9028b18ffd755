import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { krippendorffAlpha } from "../../../core/agreement/alpha.ts";
import { brennanPrediger } from "../../../core/agreement/brennan-prediger.ts";
import { congerKappa } from "../../../core/agreement/conger.ts";
import { distanceAlpha } from "../../../core/agreement/distance-alpha.ts";
import type { Measure } from "../../../core/agreement/figure.ts";
import { fleissKappa } from "../../../core/agreement/fleiss.ts";
import { gwetAc } from "../../../core/agreement/gwet.ts";
import { nominalAlpha } from "../../../core/agreement/nominal-alpha.ts";
import { percentAgreement } from "../../../core/agreement/percent-agreement.ts";
import { LEVELS, type Scale } from "../../../core/agreement/scale.ts";
import { type ClassAnswers, classAnswers } from "../../../core/consensus/classes/class-answers.ts";

const SIZES = { items: 12, annotators: 6, labels: 4 };
interface Row {
  readonly item: number;
  readonly annotator: number;
  readonly label: number;
}

const built = (rows: readonly Row[], sizes = SIZES): ClassAnswers =>
  classAnswers(
    {
      item: Int32Array.from(rows, ({ item }) => item),
      annotator: Int32Array.from(rows, ({ annotator }) => annotator),
      label: Int32Array.from(rows, ({ label }) => label),
    },
    sizes,
  );

const someRows = fc.uniqueArray(
  fc.record({
    item: fc.nat(SIZES.items - 1),
    annotator: fc.nat(SIZES.annotators - 1),
    label: fc.nat(SIZES.labels - 1),
  }),
  { selector: ({ item, annotator }) => item * 100 + annotator, maxLength: 72 },
);
const aPermutation = (size: number) =>
  fc.shuffledSubarray([...Array(size).keys()], { minLength: size, maxLength: size });

const NOMINAL: readonly (readonly [string, (answers: ClassAnswers) => Measure])[] = [
  ["alpha", nominalAlpha],
  ["Fleiss", fleissKappa],
  ["Conger", congerKappa],
  ["Gwet", gwetAc],
  ["Brennan and Prediger", brennanPrediger],
  ["percent", percentAgreement],
];
const VALUES = Float64Array.of(1, 2, 4, 7);
const scaleWith = (level: Scale["level"], values: Float64Array): Scale =>
  level === "nominal" ? { level } : { level, values };

/** Alpha from its definition: every pair of answers, one by one. */
const alphaByPairs = (answers: ClassAnswers, distance: (a: number, b: number) => number): number | string => {
  const { starts, label } = answers;
  const units = Array.from({ length: answers.items }, (_, item) => [...label.subarray(starts[item], starts[item + 1])]);
  const compared = units.filter((unit) => unit.length > 1);
  const all = compared.flat();
  const apart = (unit: readonly number[]): number =>
    unit.reduce((sum, a, at) => sum + unit.reduce((row, b, other) => row + (at === other ? 0 : distance(a, b)), 0), 0);
  const observed = compared.reduce((sum, unit) => sum + apart(unit) / (unit.length - 1), 0) / all.length;
  const expected = apart(all) / (all.length * (all.length - 1));
  return expected > 0 ? 1 - observed / expected : "undefined";
};

const distanceAt = (answers: ClassAnswers, level: Scale["level"]): ((a: number, b: number) => number) => {
  if (level === "nominal") return (a, b) => (a === b ? 0 : 1);
  if (level === "interval") return (a, b) => (VALUES[a]! - VALUES[b]!) ** 2;
  if (level === "ratio") return (a, b) => ((VALUES[a]! - VALUES[b]!) / (VALUES[a]! + VALUES[b]!)) ** 2;
  const said = [0, 0, 0, 0];
  for (let item = 0; item < answers.items; item += 1) {
    const unit = answers.label.subarray(answers.starts[item], answers.starts[item + 1]);
    if (unit.length > 1) for (const label of unit) said[label]! += 1;
  }
  return (a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const between = said.slice(low, high + 1).reduce((sum, one) => sum + one, 0);
    return (between - (said[a]! + said[b]!) / 2) ** 2;
  };
};

const isDefined = (measure: Measure): boolean => measure.figure().kind === "value";
const valueOrWhy = (measure: Measure): number | string => {
  const figure = measure.figure();
  return figure.kind === "value" ? figure.value : figure.why;
};
const expectSame = (one: Measure, other: Measure, digits = 9): void => {
  const [a, b] = [valueOrWhy(one), valueOrWhy(other)];
  if (typeof a === "number" && typeof b === "number") expect(a).toBeCloseTo(b, digits);
  else expect(a).toBe(b);
};

describe("whatever the answers", () => {
  it.each(LEVELS)("alpha is what its definition says, pair by pair: %s", (level) => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const answers = built(rows);
        const measure = krippendorffAlpha(answers, scaleWith(level, VALUES));
        const byPairs = alphaByPairs(answers, distanceAt(answers, level));
        if (isDefined(measure)) expect(valueOrWhy(measure)).toBeCloseTo(Number(byPairs), 9);
        else expect(byPairs).toBe("undefined");
      }),
    );
  });

  it.each(NOMINAL)("%s is a number up to 1, or has a reason", (_, measureOf) => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const figure = measureOf(built(rows)).figure();
        if (figure.kind === "undefined") return;
        expect(Number.isFinite(figure.value)).toBe(true);
        expect(figure.value).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(NOMINAL)("%s does not hang on what items, annotators and labels are called", (name, measureOf) => {
    fc.assert(
      fc.property(
        someRows,
        aPermutation(SIZES.items),
        aPermutation(SIZES.annotators),
        aPermutation(SIZES.labels),
        (rows, items, annotators, labels) => {
          const renamed = rows.map((row) => ({
            item: items[row.item]!,
            annotator: annotators[row.annotator]!,
            label: labels[row.label]!,
          }));
          expectSame(measureOf(built(renamed)), measureOf(built(rows)));
          if (name === "alpha") expect(measureOf(built(renamed)).figure()).toEqual(measureOf(built(rows)).figure());
        },
      ),
    );
  });

  it("every figure is the same to the bit in whatever order answers come", () => {
    fc.assert(
      fc.property(someRows, fc.infiniteStream(fc.nat()), (rows, keys) => {
        const shuffled = [...rows].map((row) => ({ row, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const [one, other] = [built(rows), built(shuffled.map(({ row }) => row))];
        for (const [, measureOf] of NOMINAL) expect(measureOf(other).figure()).toEqual(measureOf(one).figure());
        for (const level of LEVELS) {
          const scale = scaleWith(level, VALUES);
          expect(krippendorffAlpha(other, scale).figure()).toEqual(krippendorffAlpha(one, scale).figure());
        }
      }),
    );
  });

  it("alpha is 1 where all agree and not all say the same", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 2, max: 6 }),
        (truth, people) => {
          fc.pre(new Set(truth).size > 1);
          const rows = truth.flatMap((label, item) =>
            Array.from({ length: people }, (_, annotator) => ({ item, annotator, label })),
          );
          for (const level of LEVELS) {
            expect(valueOrWhy(krippendorffAlpha(built(rows), scaleWith(level, VALUES)))).toBe(1);
          }
        },
      ),
    );
  });

  it("twice the same items leave the kappas where they are, and alpha near", () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const twice = [...rows, ...rows.map((row) => ({ ...row, item: row.item + SIZES.items }))];
        const sizes = { ...SIZES, items: 2 * SIZES.items };
        for (const [name, measureOf] of NOMINAL) {
          if (name !== "alpha") expectSame(measureOf(built(twice, sizes)), measureOf(built(rows)));
        }
        const [one, two] = [nominalAlpha(built(rows)).figure(), nominalAlpha(built(twice, sizes)).figure()];
        if (one.kind === "undefined" || two.kind === "undefined") return;
        // Only the chance of meeting oneself changes, by 1 in the number of answers.
        expect(Math.abs(1 - two.value - (1 - one.value))).toBeLessThanOrEqual(Math.abs(1 - one.value));
        expect(two.observed).toBeCloseTo(one.observed, 9);
      }),
    );
  });

  it("each item counted as often as it is there again gives the figure of the larger set", () => {
    fc.assert(
      fc.property(someRows, fc.array(fc.nat(3), { minLength: SIZES.items, maxLength: SIZES.items }), (rows, times) => {
        const repeated = rows.flatMap((row) =>
          Array.from({ length: times[row.item]! }, (_, at) => ({ ...row, item: row.item + at * SIZES.items })),
        );
        const large = built(repeated, { ...SIZES, items: 3 * SIZES.items });
        const scales = LEVELS.map((level) => scaleWith(level, VALUES));
        const measures = [
          ...NOMINAL.map(([, of]) => of),
          ...scales.map((scale) => (answers: ClassAnswers) => krippendorffAlpha(answers, scale)),
        ];
        for (const measureOf of measures) {
          const weighted = measureOf(built(rows)).figure(Float64Array.from(times));
          const counted = measureOf(large).figure();
          if (weighted.kind === "value" && counted.kind === "value")
            expect(weighted.value).toBeCloseTo(counted.value, 9);
          else expect(weighted.kind).toBe(counted.kind);
        }
      }),
    );
  });
});

describe("alpha hears only what its level means", () => {
  const sameWith = (level: Scale["level"], change: (value: number) => number): void =>
    fc.assert(
      fc.property(someRows, (rows) => {
        const changed = krippendorffAlpha(built(rows), scaleWith(level, VALUES.map(change)));
        expectSame(changed, krippendorffAlpha(built(rows), scaleWith(level, VALUES)));
      }),
    );

  it("ordinal: any change that keeps the order", () => sameWith("ordinal", (value) => Math.exp(value) - 50));
  it("interval: another zero and another unit", () => sameWith("interval", (value) => 1.8 * value + 32));
  it("ratio: another unit", () => sameWith("ratio", (value) => 0.3048 * value));

  it("a distance of one between unlike labels is the nominal level", () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        expectSame(
          distanceAlpha(built(rows), (a, b) => (a === b ? 0 : 1)),
          nominalAlpha(built(rows)),
        );
      }),
    );
  });
});
