import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitSpanModel, type SpanItem } from "../../../../core/consensus/text/fit-span-model.ts";
import { fuseSpans } from "../../../../core/consensus/text/fuse-spans.ts";
import { markingDistance } from "../../../../core/consensus/text/span-distance.ts";
import { ratesOf } from "../../../../core/consensus/text/span-model.ts";
import { seeded } from "../../../../core/seeded.ts";
import { type Mark, marks, someAnswers } from "./marks.ts";

/** Two careful annotators, one who overlooks half, and two who mark what is not there, on made-up texts. */
const PEOPLE = [
  { name: "careful 1", miss: 0.1, extra: 0.05 },
  { name: "careful 2", miss: 0.1, extra: 0.05 },
  { name: "hasty", miss: 0.6, extra: 0.05 },
  { name: "eager 1", miss: 0.3, extra: 0.9 },
  { name: "eager 2", miss: 0.3, extra: 0.9 },
];

const world = (seed: number, items: number) => {
  const { chance, whole } = seeded(seed);
  return Array.from({ length: items }, (_, item) => {
    const truth: Mark[] = [0, 40, 80].map((at) => [at + whole(0, 8), at + whole(12, 20), "place"]);
    const tempting: Mark[] = [25, 65, 105].map((at) => [at, at + whole(3, 10), "place"]);
    const answers = PEOPLE.map(({ name, miss, extra }) =>
      marks(name, ...truth.filter(() => !chance(miss)), ...tempting.filter(() => chance(extra))),
    );
    return { item: `item-${item}`, truth: marks("truth", ...truth).spans, answers };
  });
};

describe("rates of marking learned from a project", () => {
  const items = world(7, 80);
  const model = fitSpanModel(items);

  it("tell who overlooks and who marks too much", () => {
    const rates = PEOPLE.map(({ name }) => ratesOf(model, name));
    expect(rates[2]!.miss).toBeGreaterThan(rates[0]!.miss + 0.3);
    expect(rates[3]!.falseAlarm).toBeGreaterThan(rates[0]!.falseAlarm + 0.3);
  });

  it("bring the fused spans nearer to the truth than everyone alike does", () => {
    const distance = (options: Parameters<typeof fuseSpans>[1]) =>
      items.reduce((sum, { truth, answers }) => sum + markingDistance(fuseSpans(answers, options).spans, truth), 0) /
      items.length;
    expect(distance({ model })).toBeLessThan(distance({}) - 0.02);
  });

  it("are those of everyone for a stranger, and 0.2 where nothing was learned", () => {
    expect(ratesOf(model, "stranger")).toBe(model.pooled);
    const nothing = fitSpanModel([{ item: "one", answers: [marks("a", [0, 4, "place"])] }]);
    expect(nothing).toMatchObject({ inside: 0.5, pooled: { miss: 0.2, falseAlarm: 0.2 } });
    expect(ratesOf(nothing, "a")).toEqual(nothing.pooled);
    expect(fitSpanModel([]).annotators.size).toBe(0);
  });

  it("do not depend on the order of items or answers, to the bit", () => {
    const turned = items.toReversed().map(({ item, answers }) => ({ item, answers: answers.toReversed() }));
    expect(fitSpanModel(turned)).toEqual(model);
  });

  it("are probabilities, and a mark never speaks against itself", () => {
    fc.assert(
      fc.property(fc.array(someAnswers, { maxLength: 6 }), (all) => {
        const fit = fitSpanModel(all.map((answers, at): SpanItem => ({ item: `${at}`, answers })));
        for (const { miss, falseAlarm } of [fit.pooled, ...fit.annotators.values()]) {
          expect(miss).toBeGreaterThan(0);
          expect(falseAlarm).toBeGreaterThan(0);
          expect(miss + falseAlarm).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(fit.inside).toBeGreaterThan(0);
        expect(fit.inside).toBeLessThan(1);
      }),
    );
  });
});
