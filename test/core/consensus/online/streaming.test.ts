import { describe, expect, it } from "vitest";
import { shrinkage } from "../../../../core/consensus/classes/shrinkage.ts";
import { Streaming } from "../../../../core/consensus/online/streaming.ts";
import { CROWD_SETS, crowdSet, hasCrowdSets } from "../../../support/crowd-sets.ts";
import { accuracyOf } from "./accuracy.ts";
import { arrivals } from "./arrivals.ts";

describe("classes fused as they come", () => {
  it("end within 0.7 points of the batch pass on ten real sets, whatever comes first", async ({ annotate }) => {
    if (!hasCrowdSets()) {
      await annotate("no crowd sets beside the repository: not shown");
      return;
    }
    let [batch, streamed] = [0, 0];
    for (const name of CROWD_SETS) {
      const { answers, truth } = crowdSet(name);
      batch += accuracyOf(shrinkage(answers).posterior, answers.labels, truth) / CROWD_SETS.length;
      for (const seed of [1, 2, 3]) {
        const stream = new Streaming(answers.labels);
        for (const [item, annotator, label] of arrivals(answers, seed)) stream.add(item, annotator, label);
        streamed += accuracyOf(stream.rescored().posterior, answers.labels, truth) / CROWD_SETS.length / 3;
      }
    }
    expect(streamed).toBeGreaterThan(batch - 0.007);
    await annotate(`mean accuracy: batch ${batch.toFixed(4)}, streamed ${streamed.toFixed(4)}`);
  });

  it("hold a prior where nobody answered, and doubt where one did", () => {
    const stream = new Streaming(3);
    expect([...stream.confidenceOf(5)]).toEqual([1, 1, 1].map((one) => expect.closeTo(one / 3, 9)));
    stream.add(2, 0, 1);
    const [first, second, third] = stream.confidenceOf(2);
    expect(second).toBeGreaterThan(first!);
    expect(second).toBeLessThan(1);
    expect(first).toBeCloseTo(third!, 12);
  });

  it("stay numbers when hundreds answer one item, with one label, or with a thousand", () => {
    for (const labels of [1, 2, 1_000]) {
      const stream = new Streaming(labels);
      for (let annotator = 0; annotator < 300; annotator += 1) stream.add(0, annotator, labels - 1);
      for (const chance of stream.confidenceOf(0))
        expect(chance).toSatisfy((number: number) => number >= 0 && number < 1);
      expect(stream.rescored().posterior.every(Number.isFinite)).toBe(true);
    }
  });

  it("know how much has come", () => {
    const stream = new Streaming(2);
    for (const [item, annotator] of [
      [0, 0],
      [0, 1],
      [3, 1],
    ] as const)
      stream.add(item, annotator, 0);
    expect([stream.answersTo(0), stream.answersTo(1), stream.answersTo(3), stream.answersTo(9)]).toEqual([2, 0, 1, 0]);
    expect([stream.answersBy(0), stream.answersBy(1), stream.answersBy(7)]).toEqual([1, 2, 0]);
  });

  it("refuse a label beyond the last", () => {
    expect(() => new Streaming(2).add(0, 0, 2)).toThrow("a label's number below 2, not 2");
  });
});
