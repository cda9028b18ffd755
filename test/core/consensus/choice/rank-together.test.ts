import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kemenyDistance, type Order } from "../../../../core/consensus/choice/kemeny.ts";
import { type RankedAnswer, rankTogether } from "../../../../core/consensus/choice/rank-together.ts";

/** "ann: fig, plum = sloe" puts fig first and holds the other two equal. */
const ranked = (...lines: readonly string[]): readonly RankedAnswer[] =>
  lines.map((line) => {
    const [annotator = "", order = ""] = line.split(": ");
    return { annotator, order: order === "" ? [] : order.split(", ").map((tied) => tied.split(" = ")) };
  });

describe("orders of several annotators", () => {
  it("come to the order that most give, and say how far each is from it", () => {
    const result = rankTogether(ranked("a: fig, plum, sloe", "b: fig, plum, sloe", "c: plum, fig, sloe"));
    expect(result.ranking).toEqual([["fig"], ["plum"], ["sloe"]]);
    expect(result.kemeny).toEqual({ distance: 1, pairs: 9 });
    expect(result.agreement).toBeCloseTo(8 / 9, 12);
    expect(result.annotators.map(({ kemeny }) => kemeny.distance)).toEqual([0, 0, 1]);
  });

  it("join partial orders that share items", () => {
    expect(rankTogether(ranked("a: fig, plum", "b: plum, sloe", "c: sloe, haw")).ranking).toEqual([
      ["fig"],
      ["plum"],
      ["sloe"],
      ["haw"],
    ]);
  });

  it("leave items tied that are held equal, in a circle, or never listed", () => {
    expect(rankTogether(ranked("a: fig = plum", "b: plum = fig")).ranking).toEqual([["fig", "plum"]]);
    expect(rankTogether(ranked("a: x, y, z", "b: y, z, x", "c: z, x, y")).ranking).toEqual([["x", "y", "z"]]);
    expect(rankTogether(ranked("a: x, y"), { items: ["new"] }).ranking).toEqual([["x"], ["new"], ["y"]]);
  });

  it("put what nobody listed last where the question was for the best few", () => {
    const best = rankTogether(ranked("a: fig", "b: fig, plum"), { items: ["sloe"], unlisted: "last" });
    expect(best.ranking).toEqual([["fig"], ["plum"], ["sloe"]]);
  });

  it("are nothing without answers", () => {
    const nothing = { ranking: [], scores: [], annotators: [], kemeny: { distance: 0, pairs: 0 }, agreement: 0 };
    expect(rankTogether([])).toEqual(nothing);
    expect(rankTogether(ranked("a: "))).toEqual(nothing);
    expect(rankTogether(ranked("a: fig"))).toMatchObject({ ranking: [["fig"]], agreement: 0 });
  });

  it("outvote an annotator who orders the other way round", () => {
    const fair = "one, two, three, four, five, six";
    const upside = "six, five, four, three, two, one";
    const result = rankTogether(ranked(`a: ${fair}`, `b: ${fair}`, `c: ${fair}`, `d: ${upside}`));
    expect(result.ranking).toEqual(fair.split(", ").map((item) => [item]));
    expect(result.annotators[3]!.reliability).toBeLessThan(result.annotators[0]!.reliability);
  });

  it("count as many choices as they have, one fewer than items", () => {
    const { scores } = rankTogether(ranked("a: fig, plum, sloe, haw", "b: fig, plum"));
    expect(scores.reduce((sum, { comparisons }) => sum + comparisons, 0) / 2).toBeCloseTo(3 + 1, 12);
  });

  it("may not list an item twice", () => {
    expect(() => rankTogether(ranked("a: fig, plum, fig"))).toThrow("an order of annotator a lists an item twice");
  });
});

describe("the Kemeny distance", () => {
  it.each<{ name: string; order: Order; distance: number; pairs: number }>([
    { name: "0 to the same order", order: [["a"], ["b"], ["c"]], distance: 0, pairs: 3 },
    { name: "all pairs to the reverse", order: [["c"], ["b"], ["a"]], distance: 3, pairs: 3 },
    { name: "half a pair for a tie in one", order: [["a", "b"], ["c"]], distance: 0.5, pairs: 3 },
    { name: "of listed pairs alone", order: [["c"], ["a"]], distance: 1, pairs: 1 },
  ])("is $name", ({ order, distance, pairs }) => {
    expect(kemenyDistance([["a"], ["b"], ["c"]], [order])).toEqual({ distance, pairs });
  });
});

describe("whatever is ranked", () => {
  const items = ["a", "b", "c", "d", "e"];
  const anOrder = fc
    .tuple(fc.shuffledSubarray(items), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([listed, isTied]): Order => {
      const places: string[][] = [];
      listed.forEach((item, at) => {
        if (isTied[at] && at > 0) places.at(-1)!.push(item);
        else places.push([item]);
      });
      return places;
    });
  const someOrders = fc
    .array(anOrder, { maxLength: 6 })
    .map((orders) => orders.map((order, at): RankedAnswer => ({ annotator: `w${at}`, order })));

  it("who came first does not matter, to the bit", () => {
    fc.assert(
      fc.property(someOrders, (answers) => {
        expect(rankTogether(answers.toReversed(), { items })).toEqual(rankTogether(answers, { items }));
      }),
      { numRuns: 50 },
    );
  });

  it("each item has one place, and the distance is possible", () => {
    fc.assert(
      fc.property(someOrders, (answers) => {
        const { ranking, kemeny, agreement } = rankTogether(answers, { items });
        expect(ranking.flat().sort()).toEqual(items);
        expect(kemeny.distance).toBeLessThanOrEqual(kemeny.pairs);
        expect(agreement).toBeGreaterThanOrEqual(0);
        expect(agreement).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});
