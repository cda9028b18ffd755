import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitTextWeights, type TextItem } from "../../../../core/consensus/text/fit-text-weights.ts";
import { medoidOf } from "../../../../core/consensus/text/medoid.ts";
import { transcribe } from "../../../../core/consensus/text/rover.ts";
import { hasCrowdSets } from "../../../support/crowd-sets.ts";
import { crowdTexts, meanWordErrorRate } from "./crowd-texts.ts";
import { someTexts, written } from "./written.ts";

const itemsOf = (...texts: readonly (readonly string[])[]): readonly TextItem[] =>
  texts.map((own, at) => ({ item: `item-${at}`, answers: written(...own) }));

describe("weights of annotators learned from their texts", () => {
  it("are higher for those whose texts lie near the others'", () => {
    const one = ["the beetle eats", "the beetle eats", "the beetle ate", "no idea what"];
    const weights = fitTextWeights(itemsOf(one, one, one, one, one));
    expect(weights.get("a")).toBeGreaterThan(weights.get("c")!);
    expect(weights.get("c")).toBeGreaterThan(weights.get("d")!);
  });

  it("are 1 where nothing can be told: two answers, all the same, all different, none", () => {
    for (const texts of [["x", "y"], ["x", "x", "x"], ["x", "y", "z"], []]) {
      for (const weight of fitTextWeights(itemsOf(texts)).values()) expect(weight).toBeCloseTo(1, 12);
    }
  });

  it("do not depend on the order of arrival, to the bit, and keep within bounds", () => {
    fc.assert(
      fc.property(fc.array(someTexts, { maxLength: 5 }), (all) => {
        const items = all.map((answers, at): TextItem => ({ item: `item-${at}`, answers }));
        const turned = items.toReversed().map(({ item, answers }) => ({ item, answers: answers.toReversed() }));
        const weights = fitTextWeights(items);
        expect(fitTextWeights(turned)).toEqual(weights);
        for (const weight of weights.values()) {
          expect(weight).toBeGreaterThanOrEqual(0.2);
          expect(weight).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});

describe("on real translations, beside what crowd-kit publishes for its ROVER", () => {
  it.for([
    { set: "J1", published: 0.612, rover: 0.587, weighted: 0.589, medoid: 0.628 },
    { set: "T1", published: 0.514, rover: 0.493, weighted: 0.491, medoid: 0.512 },
    { set: "T2", published: 0.524, rover: 0.508, weighted: 0.501, medoid: 0.506 },
  ] as const)("$set: fewer word errors than $published", async ({ set, published, ...most }, { annotate }) => {
    if (!hasCrowdSets()) {
      await annotate("no crowd sets beside the repository: not shown");
      return;
    }
    const texts = crowdTexts(set);
    const weights = fitTextWeights(texts.items);
    const rates = {
      rover: meanWordErrorRate(texts, (all) => transcribe(all)!.text),
      weighted: meanWordErrorRate(texts, (all) => transcribe(all, { weights })!.text),
      medoid: meanWordErrorRate(texts, (all) => medoidOf(all)!.text),
    };
    expect(rates.rover).toBeLessThan(published);
    for (const name of ["rover", "weighted", "medoid"] as const) expect(rates[name]).toBeLessThan(most[name]);
    const figures = Object.entries(rates).map(([name, rate]) => `${name} ${rate.toFixed(4)}`);
    await annotate(`${set}, mean word error rate: ${figures.join(", ")}; published ROVER ${published}`);
  });
});
