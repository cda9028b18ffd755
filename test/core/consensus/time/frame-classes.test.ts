import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frameClassConsensus } from "../../../../core/consensus/time/frame-classes.ts";
import type { FrameClassAnswer } from "../../../../core/consensus/time/frame-rows.ts";
import { learnFrameSkills } from "../../../../core/consensus/time/frame-skills.ts";

type Drawn = readonly [startMs: number, endMs: number, label: string];
const answers = (...each: readonly (readonly Drawn[])[]): readonly FrameClassAnswer[] =>
  each.map((drawn, who) => ({
    annotatorId: `annotator-${who}`,
    frames: drawn.map(([startMs, endMs, label]) => ({ startMs, endMs, label })),
  }));
const labelsOf = (given: readonly FrameClassAnswer[], skillOf?: (id: string) => number) =>
  frameClassConsensus(given, skillOf).map(({ startMs, endMs, labels }) => [startMs, endMs, labels.join("|")]);

describe("one class for each frame", () => {
  it("takes the class that most gave, frame by frame", () => {
    const given = answers(
      [
        [0, 100, "day"],
        [100, 200, "night"],
      ],
      [
        [0, 120, "day"],
        [120, 200, "night"],
      ],
      [[0, 200, "day"]],
    );
    expect(labelsOf(given)).toEqual([
      [0, 100, "day"],
      [100, 120, "day"],
      [120, 200, "night"],
    ]);
  });

  it("leaves a tie in doubt instead of choosing", () => {
    const given = answers(
      [[0, 100, "night"]],
      [
        [0, 60, "night"],
        [60, 100, "day"],
      ],
    );
    expect(labelsOf(given)).toEqual([
      [0, 60, "night"],
      [60, 100, "day|night"],
    ]);
    const [, doubt] = frameClassConsensus(given);
    expect([...(doubt?.posterior ?? [])]).toEqual([
      ["day", 0.5],
      ["night", 0.5],
    ]);
  });

  it("asks of a frame only who gave it a class, and says nothing where nobody did", () => {
    expect(frameClassConsensus([])).toEqual([]);
    expect(frameClassConsensus(answers([], []))).toEqual([]);
    expect(labelsOf(answers([[0, 10, "day"]], [[20, 30, "night"]]))).toEqual([
      [0, 10, "day"],
      [20, 30, "night"],
    ]);
    expect(frameClassConsensus(answers([[0, 10, "day"]]))[0]?.posterior.get("day")).toBeLessThan(1);
  });

  it("learns who is mistaken, and listens to her less", () => {
    const truth: readonly Drawn[] = [
      [0, 100, "day"],
      [100, 200, "night"],
      [200, 300, "dusk"],
    ];
    const wrong: readonly Drawn[] = [
      [0, 100, "night"],
      [100, 200, "dusk"],
      [200, 300, "day"],
    ];
    const skillOf = learnFrameSkills(Array.from({ length: 10 }, () => answers(truth, truth, wrong, wrong.slice(1))));
    expect(skillOf("annotator-0")).toBeGreaterThan(0.8);
    expect(skillOf("annotator-2")).toBeLessThan(0.4);
    expect(labelsOf(answers(truth, [], wrong), skillOf)).toEqual(labelsOf(answers(truth)));
  });

  it("refuses two classes for one frame", () => {
    expect(() =>
      labelsOf(
        answers([
          [0, 10, "day"],
          [9, 12, "night"],
        ]),
      ),
    ).toThrow("two classes");
  });

  const anyAnswers = fc
    .array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.nat(30), fc.constantFrom("day", "dusk", "night")), {
        maxLength: 6,
      }),
      { maxLength: 6 },
    )
    .map((each) =>
      answers(
        ...each.map((drawn) => {
          let at = 0;
          return drawn.map(([gap, lengthMs, label]): Drawn => {
            at += gap + lengthMs;
            return [at - lengthMs, at, label];
          });
        }),
      ),
    );

  it("order does not matter to the bit, a shift shifts, and probabilities are probabilities", () => {
    fc.assert(
      fc.property(anyAnswers, fc.integer({ min: -1e9, max: 1e9 }), (given, byMs) => {
        const stretches = frameClassConsensus(given);
        expect(frameClassConsensus(given.toReversed())).toEqual(stretches);
        const shift = (all: readonly { startMs: number; endMs: number }[]) =>
          all.map((one) => ({ ...one, startMs: one.startMs + byMs, endMs: one.endMs + byMs }));
        const shifted = given.map(({ annotatorId, frames }) => ({
          annotatorId,
          frames: frames.map((one) => ({ ...one, startMs: one.startMs + byMs, endMs: one.endMs + byMs })),
        }));
        expect(frameClassConsensus(shifted)).toEqual(shift(stretches));
        for (const { posterior, labels } of stretches) {
          const sum = [...posterior.values()].reduce((total, share) => total + share, 0);
          expect(sum > 0.5 && sum <= 1 + 1e-9 && labels.length > 0).toBe(true);
          for (const share of posterior.values()) expect(share >= 0 && share < 1).toBe(true);
        }
      }),
    );
  });
});
