import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuseRelations, type RelationAnswer } from "../../../../core/consensus/text/fuse-relations.ts";
import { fuseSpans } from "../../../../core/consensus/text/fuse-spans.ts";
import { type Mark, marks, someAnswers } from "./marks.ts";

/** `[label, from, to]`: the spans by their number in the annotator's list. */
type Drawn = readonly [string, number, number];

const related = (annotator: string, spans: readonly Mark[], ...drawn: readonly Drawn[]): RelationAnswer => {
  const answer = marks(annotator, ...spans);
  const relations = drawn.map(([label, from, to]) => ({
    label,
    from: answer.spans[from]!.id,
    to: answer.spans[to]!.id,
  }));
  return { ...answer, relations };
};

const fused = (answers: readonly RelationAnswer[], symmetric: ReadonlySet<string> = new Set()) =>
  fuseRelations(answers, fuseSpans(answers).spans, { symmetric });

const beetle: Mark = [0, 6, "insect"];
const leaf: Mark = [12, 16, "plant"];
const longerLeaf: Mark = [10, 16, "plant"];

describe("relations between spans", () => {
  it("meet where their ends stand for the same spans, to the letter or not", () => {
    const answers = [
      related("a", [beetle, leaf], ["eats", 0, 1]),
      related("b", [longerLeaf, beetle], ["eats", 1, 0]),
      related("c", [beetle, leaf]),
    ];
    expect(fused(answers)).toEqual({
      relations: [
        {
          label: "eats",
          from: 0,
          to: 1,
          agreement: 2 / 3,
          annotators: ["a", "b"],
          confidence: expect.closeTo(2 / 3, 1),
        },
      ],
      doubts: [],
      unplaced: 0,
    });
  });

  it("of opposite directions are two, unless the label has none", () => {
    const answers = [related("a", [beetle, leaf], ["touches", 0, 1]), related("b", [beetle, leaf], ["touches", 1, 0])];
    expect(fused(answers).relations).toEqual([]);
    expect(fused(answers).doubts).toEqual([
      { label: "touches", from: 0, to: 1 },
      { label: "touches", from: 1, to: 0 },
    ]);
    expect(fused(answers, new Set(["touches"])).relations).toMatchObject([{ from: 0, to: 1, agreement: 1 }]);
  });

  it("cannot be placed where an end does not stand, or both are one", () => {
    const answers = [
      related("a", [beetle, leaf], ["eats", 0, 1]),
      related("b", [beetle]),
      related("c", [[0, 3, "insect"], [3, 6, "insect"]], ["part of", 0, 1]),
    ]; // biome-ignore format: a table
    expect(fused(answers)).toEqual({ relations: [], doubts: [], unplaced: 2 });
  });

  it("are none where nobody drew one, and where nobody answered", () => {
    expect(fused([related("a", [beetle])])).toEqual({ relations: [], doubts: [], unplaced: 0 });
    expect(fused([])).toEqual({ relations: [], doubts: [], unplaced: 0 });
  });

  it("must name spans of the same annotator", () => {
    const answer = { ...marks("a", beetle), relations: [{ label: "eats", from: "a0", to: "elsewhere" }] };
    expect(() => fused([answer])).toThrow("a relation of annotator a names a span that is not hers");
  });

  it("do not depend on who came first", () => {
    const drawn = fc.array(fc.tuple(fc.constantFrom("eats", "touches"), fc.nat(4), fc.nat(4)), { maxLength: 4 });
    fc.assert(
      fc.property(someAnswers, fc.array(drawn, { minLength: 6, maxLength: 6 }), (answers, relations) => {
        const all = answers.map((answer, at): RelationAnswer => {
          const id = (number: number) => answer.spans[number % answer.spans.length]!.id;
          const own = answer.spans.length === 0 ? [] : relations[at]!;
          return { ...answer, relations: own.map(([label, from, to]) => ({ label, from: id(from), to: id(to) })) };
        });
        const turned = all.toReversed().map((answer) => ({ ...answer, relations: answer.relations.toReversed() }));
        const result = fused(all, new Set(["touches"]));
        expect(fused(turned, new Set(["touches"]))).toEqual(result);
        for (const { from, to, confidence } of result.relations) {
          expect(from).not.toBe(to);
          expect(confidence).toBeGreaterThan(0.5);
          expect(confidence).toBeLessThan(1);
        }
      }),
    );
  });
});
