import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import { type ConsensusResult, consensusOf, EVERYONE_ALIKE } from "../../../core/consensus/index.ts";
import { annotator, boxes, cantTell, counted, type Drawn, noneFit } from "./answers.ts";

const policy = { tools: ["box"] } as const;
const of = (...answers: readonly Answer[]): ConsensusResult => consensusOf(counted(...answers), policy, EVERYONE_ALIKE);

describe("boxes of several people", () => {
  it("keeps a lone person's boxes as they were drawn", () => {
    const result = of(boxes(["leaf", 10.25, 20.5, 100.125, 50], ["pest", 300, 40, 20, 20]));
    expect(result).toMatchObject({
      state: "agreed",
      agreement: 1,
      value: {
        shapes: [
          { id: "s1", label: "leaf", x: 10.25, y: 20.5, width: 100.125, height: 50 },
          { id: "s2", label: "pest", x: 300, y: 40, width: 20, height: 20 },
        ],
      },
    });
  });

  it("averages the sides of matching boxes and names who drew them", () => {
    const result = of(
      boxes(["pest", 100, 100, 40, 40]),
      boxes(["pest", 103, 99, 40, 41]),
      boxes(["pest", 97, 101, 40, 42]),
    );
    expect(result).toMatchObject({
      state: "agreed",
      agreement: 1,
      value: { shapes: [{ label: "pest", x: 100, y: 100, width: 40, height: 41 }] },
      support: { shapes: [{ annotators: [annotator(1), annotator(2), annotator(3)] }] },
    });
  });

  it("drops a box that only one of three drew, and counts the other two as agreement", () => {
    const result = of(
      boxes(["pest", 0, 0, 10, 10], ["pest", 500, 500, 10, 10]),
      boxes(["pest", 0, 0, 10, 10]),
      boxes(["pest", 0, 0, 10, 10]),
    );
    expect(result).toMatchObject({ state: "agreed", agreement: 5 / 6 });
    expect(result.state === "agreed" && result.value.shapes).toHaveLength(1);
  });

  it("doubts a box that one of two drew", () => {
    const result = of(boxes(["pest", 0, 0, 10, 10], ["pest", 500, 500, 10, 10]), boxes(["pest", 0, 0, 10, 10]));
    expect(result).toMatchObject({ state: "undecided", doubts: [{ about: "shape", shapeId: "s2" }] });
  });

  it("doubts a box whose label is tied, and shows where it is", () => {
    const result = of(boxes(["pest", 0, 0, 10, 10]), boxes(["leaf", 0, 0, 10, 10]));
    expect(result).toMatchObject({
      state: "undecided",
      doubts: [{ about: "shape", shapeId: "s1" }],
      value: { shapes: [{ x: 0, y: 0, width: 10, height: 10 }] },
    });
  });

  it("takes the label that more than half gave", () => {
    const result = of(boxes(["pest", 0, 0, 10, 10]), boxes(["leaf", 0, 0, 10, 10]), boxes(["pest", 1, 0, 10, 10]));
    expect(result).toMatchObject({ state: "agreed", agreement: 2 / 3, value: { shapes: [{ label: "pest" }] } });
  });

  it("agrees that there are no boxes", () => {
    expect(of(boxes(), boxes())).toMatchObject({ state: "agreed", agreement: 1, value: { shapes: [] } });
    expect(of(boxes(), boxes(), cantTell)).toMatchObject({ state: "agreed", agreement: 2 / 3, value: { shapes: [] } });
  });

  it("does not read special answers as nothing there", () => {
    expect(of(boxes(), noneFit)).toMatchObject({ state: "undecided" });
    expect(of(noneFit, noneFit)).toEqual({ state: "none_fit", agreement: 1 });
    expect(of(boxes(["pest", 0, 0, 9, 9]), boxes(), noneFit, noneFit, noneFit)).toMatchObject({ state: "none_fit" });
  });

  it("pairs neighbours so that all fit best, not the first that fits", () => {
    // Taken greedily, the second person's left box would go to the right box of the first and leave two boxes alone.
    const result = of(
      boxes(["pest", 0, 0, 100, 10], ["pest", 45, 0, 100, 10]),
      boxes(["pest", 25, 0, 100, 10], ["pest", 70, 0, 100, 10]),
    );
    expect(result).toMatchObject({ state: "agreed", value: { shapes: [{ x: 12.5 }, { x: 57.5 }] } });
  });

  it("tells the rider from the horse when their boxes overlap", () => {
    const result = of(
      boxes(["rider", 50, 0, 60, 100], ["horse", 40, 40, 100, 100]),
      boxes(["horse", 38, 35, 100, 100], ["rider", 52, 2, 60, 110]),
      boxes(["rider", 48, 4, 60, 104], ["horse", 44, 42, 96, 98]),
    );
    expect(result).toMatchObject({
      state: "agreed",
      agreement: 1,
      value: { shapes: [{ label: "rider" }, { label: "horse" }] },
    });
  });

  it("goes by the label where two things are almost in one place", () => {
    const result = of(
      boxes(["rider", 0, 0, 100, 100], ["horse", 6, 0, 100, 100]),
      boxes(["horse", 2, 0, 100, 100], ["rider", 4, 0, 100, 100]),
    );
    expect(result).toMatchObject({
      state: "agreed",
      agreement: 1,
      value: {
        shapes: [
          { label: "rider", x: 2 },
          { label: "horse", x: 4 },
        ],
      },
    });
  });

  it("brings together what its first two drawers drew too far apart, once a third lies between", () => {
    const result = of(boxes(["pest", 0, 0, 30, 10]), boxes(["pest", 18, 0, 30, 10]), boxes(["pest", 9, 0, 30, 10]));
    expect(result).toMatchObject({ state: "agreed", agreement: 1, value: { shapes: [{ x: 9, width: 30 }] } });
  });

  it("keeps two boxes of one person apart however close they are", () => {
    const twins = boxes(["pest", 0, 0, 10, 10], ["pest", 1, 0, 10, 10]);
    const result = of(twins, twins, twins);
    expect(result).toMatchObject({ state: "agreed", agreement: 1, value: { shapes: [{ x: 0 }, { x: 1 }] } });
  });

  it("joins a class with boxes in one decision", () => {
    const both = (name: string): Answer => ({
      kind: "labelled",
      value: {
        ...(boxes(["pest", 0, 0, 10, 10]) as { value: object }).value,
        ...(classOf(name) as { value: object }).value,
      },
    });
    const decided = consensusOf(
      counted(both("wet"), both("wet"), both("dry")),
      { tools: ["class", "box"] },
      EVERYONE_ALIKE,
    );
    expect(decided).toMatchObject({
      state: "agreed",
      agreement: 5 / 6,
      value: { classes: ["wet"], shapes: [{ x: 0 }] },
    });
    const open = consensusOf(counted(both("wet"), both("dry")), { tools: ["class", "box"] }, EVERYONE_ALIKE);
    expect(open).toMatchObject({ state: "undecided", doubts: [{ about: "answer" }] });
  });

  it("decides a picture of two thousand boxes in a moment", () => {
    const grid = (shift: number): Answer =>
      boxes(
        ...Array.from(
          { length: 2000 },
          (_, at): Drawn => ["cell", (at % 50) * 20 + shift, Math.floor(at / 50) * 20, 18, 18],
        ),
      );
    const result = of(grid(0), grid(1), grid(2));
    expect(result.state === "agreed" && result.value.shapes).toHaveLength(2000);
  });
});

const classOf = (name: string): Answer => ({ kind: "labelled", value: { classes: [name as never] } });

const drawn: fc.Arbitrary<Drawn> = fc.tuple(
  fc.constantFrom("pest", "leaf"),
  fc.double({ min: 0, max: 60, noNaN: true }),
  fc.double({ min: 0, max: 60, noNaN: true }),
  fc.double({ min: 5, max: 60, noNaN: true }),
  fc.double({ min: 5, max: 60, noNaN: true }),
);
const crowd: fc.Arbitrary<readonly Answer[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.array(drawn, { maxLength: 6 }).map((some) => boxes(...some)) },
    { weight: 1, arbitrary: fc.constantFrom(noneFit, cantTell) },
  ),
  { maxLength: 7 },
);

describe("any crowd and any boxes", () => {
  it("gives the same bytes in whatever order people and their boxes come", () => {
    fc.assert(
      fc.property(crowd, fc.infiniteStream(fc.nat()), (answers, luck) => {
        const shuffle = <Thing>(things: readonly Thing[]): Thing[] =>
          things
            .map((thing) => ({ thing, at: luck.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ thing }) => thing);
        const cast = counted(...answers);
        const shuffled = shuffle(cast).map(({ annotatorId, answer }) => ({
          annotatorId,
          answer:
            answer.kind === "labelled"
              ? { kind: answer.kind, value: { shapes: shuffle(answer.value.shapes ?? []) } }
              : answer,
        }));
        expect(JSON.stringify(consensusOf(shuffled, policy, EVERYONE_ALIKE))).toBe(
          JSON.stringify(consensusOf(cast, policy, EVERYONE_ALIKE)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("lets no box stand that half or fewer drew, and none twice for one person", () => {
    fc.assert(
      fc.property(crowd, (answers) => {
        const result = of(...answers);
        if (result.state !== "agreed") return;
        for (const { annotators } of result.support.shapes) {
          expect(2 * annotators.length).toBeGreaterThan(answers.length);
          expect(new Set(annotators).size).toBe(annotators.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A place each, far enough apart that nobody mistakes one for another; people miss some and draw with a shaky hand. */
const shaky = fc.integer({ min: -3, max: 3 });
const place = (at: number, label: string, shake: readonly number[]): Drawn => [
  label,
  at * 200 + 10 + (shake[0] ?? 0),
  10 + (shake[1] ?? 0),
  50 + (shake[2] ?? 0),
  50 + (shake[3] ?? 0),
];
const onPlaces: fc.Arbitrary<Answer> = fc
  .tuple(
    ...[0, 1, 2, 3].map((at) =>
      fc.option(fc.array(shaky, { minLength: 4, maxLength: 4 }).map((by) => place(at, "pest", by))),
    ),
  )
  .map((some) => boxes(...some.filter((one) => one !== null)));

it("keeps its boxes when one more person draws the same", () => {
  fc.assert(
    fc.property(fc.array(onPlaces, { minLength: 1, maxLength: 9 }), (answers) => {
      const before = of(...answers);
      fc.pre(before.state === "agreed");
      if (before.state !== "agreed") return;
      const after = of(...answers, { kind: "labelled", value: before.value });
      expect(after.state === "agreed" && after.value.shapes?.length).toBe(before.value.shapes?.length);
      expect(after.agreement).toBeGreaterThanOrEqual(before.agreement);
    }),
  );
});
