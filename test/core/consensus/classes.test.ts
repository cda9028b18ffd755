import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import { type ConsensusResult, consensusOf, EVERYONE_ALIKE } from "../../../core/consensus/index.ts";
import type { Tool } from "../../../core/ontology.ts";
import { annotator, cantTell, classes, counted, label, noneFit, unusable } from "./answers.ts";

const of = (tool: Tool, ...answers: readonly Answer[]): ConsensusResult =>
  consensusOf(counted(...answers), { tools: [tool] }, EVERYONE_ALIKE);

const pest = classes("pest");
const harmless = classes("harmless");

describe("one label of several", () => {
  it.each<{ name: string; answers: readonly Answer[]; expected: unknown }>([
    {
      name: "is undecided while nobody answered",
      answers: [],
      expected: { state: "undecided", agreement: 0, doubts: [] },
    },
    {
      name: "takes the word of one",
      answers: [pest],
      expected: { state: "agreed", agreement: 1, value: { classes: ["pest"] } },
    },
    {
      name: "takes what more than half say",
      answers: [pest, harmless, pest],
      expected: { state: "agreed", agreement: 2 / 3, value: { classes: ["pest"] } },
    },
    {
      name: "calls a tie a tie and names both leaders",
      answers: [pest, harmless],
      expected: {
        state: "undecided",
        agreement: 1 / 2,
        doubts: [
          {
            about: "answer",
            leaders: [
              { kind: "labelled", label: "harmless" },
              { kind: "labelled", label: "pest" },
            ],
          },
        ],
      },
    },
    {
      name: "is not decided by two of five because the others could not tell",
      answers: [pest, pest, harmless, cantTell, noneFit],
      expected: { state: "undecided", agreement: 2 / 5, doubts: [{ leaders: [{ kind: "labelled", label: "pest" }] }] },
    },
    {
      name: "names a special answer that leads beside the labels",
      answers: [pest, noneFit],
      expected: {
        state: "undecided",
        doubts: [{ leaders: [{ kind: "labelled", label: "pest" }, { kind: "none_fit" }] }],
      },
    },
    {
      name: "ends as none_fit when more than half say so",
      answers: [noneFit, pest, noneFit],
      expected: { state: "none_fit", agreement: 2 / 3 },
    },
    {
      name: "ends as cant_tell when more than half say so",
      answers: [cantTell, cantTell, noneFit],
      expected: { state: "cant_tell", agreement: 2 / 3 },
    },
    {
      name: "does not take the word of one that it cannot be used",
      answers: [unusable],
      expected: { state: "undecided", doubts: [{ leaders: [{ kind: "unusable" }] }] },
    },
    {
      name: "takes the word of two that it cannot be used",
      answers: [pest, unusable, pest, pest, unusable],
      expected: { state: "unusable", agreement: 2 / 5 },
    },
  ])("$name", ({ answers, expected }) => {
    expect(of("class", ...answers)).toMatchObject(expected as object);
  });

  it("says who stands behind each label", () => {
    const result = of("class", pest, harmless, pest);
    expect(result).toMatchObject({
      support: {
        classes: [
          { label: "harmless", annotators: [annotator(2)] },
          { label: "pest", annotators: [annotator(1), annotator(3)] },
        ],
      },
    });
  });
});

describe("any number of labels", () => {
  it.each<{ name: string; answers: readonly Answer[]; expected: unknown }>([
    {
      name: "keeps each label that more than half chose",
      answers: [classes("red", "round"), classes("red"), classes("red", "round")],
      expected: { state: "agreed", agreement: 5 / 6, value: { classes: ["red", "round"] } },
    },
    {
      name: "agrees that nothing is there",
      answers: [classes(), classes(), classes("red")],
      expected: { state: "agreed", agreement: 2 / 3, value: { classes: [] } },
    },
    {
      name: "agrees fully when nobody saw anything",
      answers: [classes(), classes()],
      expected: { state: "agreed", agreement: 1, value: { classes: [] } },
    },
    {
      name: "doubts a label that half chose",
      answers: [classes("red", "round"), classes("red")],
      expected: { state: "undecided", doubts: [{ about: "label", label: "round" }], value: { classes: ["red"] } },
    },
    {
      name: "does not read one label each beside a special answer as nothing there",
      answers: [classes("red"), classes("round"), noneFit],
      expected: {
        state: "undecided",
        doubts: [
          { about: "label", label: "red" },
          { about: "label", label: "round" },
        ],
      },
    },
    {
      name: "counts a label once for each annotator",
      answers: [classes("red", "red"), classes(), classes()],
      expected: { state: "agreed", value: { classes: [] } },
    },
  ])("$name", ({ answers, expected }) => {
    expect(of("classes", ...answers)).toMatchObject(expected as object);
  });
});

const names = fc.constantFrom("pest", "harmless", "leaf");
const special = fc.constantFrom(noneFit, cantTell, unusable);
const answersFor = (tool: Tool): fc.Arbitrary<readonly Answer[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: (tool === "class" ? fc.tuple(names) : fc.uniqueArray(names)).map((some) => classes(...some)),
      },
      { weight: 1, arbitrary: special },
    ),
    { maxLength: 25 },
  );

describe.each<Tool>(["class", "classes"])("with the tool %s", (tool) => {
  const policy = { tools: [tool] };

  it("does not depend on the order in which people answered", () => {
    fc.assert(
      fc.property(answersFor(tool), fc.infiniteStream(fc.nat()), (answers, luck) => {
        const cast = counted(...answers);
        const shuffled = [...cast].map((one) => ({ one, at: luck.next().value })).sort((a, b) => a.at - b.at);
        const result = consensusOf(
          shuffled.map(({ one }) => one),
          policy,
          EVERYONE_ALIKE,
        );
        expect(JSON.stringify(result)).toBe(JSON.stringify(consensusOf(cast, policy, EVERYONE_ALIKE)));
      }),
    );
  });

  it("keeps its winner when one more person agrees with it", () => {
    fc.assert(
      fc.property(answersFor(tool), (answers) => {
        const before = of(tool, ...answers);
        fc.pre(before.state === "agreed");
        if (before.state !== "agreed") return;
        const after = of(tool, ...answers, { kind: "labelled", value: before.value });
        expect(after).toMatchObject({ state: "agreed", value: before.value });
        expect(after.agreement).toBeGreaterThanOrEqual(before.agreement);
      }),
    );
  });

  it("never lets anything stand that half or fewer stand behind", () => {
    fc.assert(
      fc.property(answersFor(tool), (answers) => {
        const result = of(tool, ...answers);
        if (result.state !== "agreed") return;
        for (const chosen of result.value.classes ?? []) {
          const behind = result.support.classes.find(({ label: one }) => one === chosen)?.annotators.length ?? 0;
          expect(2 * behind).toBeGreaterThan(answers.length);
        }
        expect(result.agreement).toBeGreaterThan(0.5);
      }),
    );
  });

  it("is undecided for ever between two camps of the same size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (half) => {
        const camp = (name: string) => Array.from({ length: half }, () => classes(name));
        expect(of(tool, ...camp("pest"), ...camp("harmless")).state).toBe("undecided");
      }),
    );
  });
});

it("refuses to count somebody twice", () => {
  const twice = [annotator(1), annotator(1)].map((annotatorId) => ({ annotatorId, answer: pest }));
  expect(() => consensusOf(twice, { tools: ["class"] }, EVERYONE_ALIKE)).toThrow("one answer per annotator");
  expect(label("pest")).toBe("pest");
});
