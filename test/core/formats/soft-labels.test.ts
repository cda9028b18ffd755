import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../core/annotation.ts";
import { entropyBits, softLabelLine } from "../../../core/formats/soft-labels.ts";
import type { LabelId } from "../../../core/ids.ts";
import type { Tool } from "../../../core/ontology.ts";
import { boxes, cantTell, classes, noneFit } from "../consensus/answers.ts";
import { anAnswer, anItem, context } from "./bundle-of.ts";

const soft = (answers: readonly Answer[], tools: readonly Tool[], crosswalk = context.crosswalk) =>
  JSON.parse(
    softLabelLine(
      anItem(
        0,
        { state: "contested", agreement: 0 },
        { answers: answers.map((one, at) => anAnswer(one, { pseudonym: `w${at}` })) },
      ),
      { ...context, tools, crosswalk },
    ),
  );

const unusable: Answer = { kind: "unusable", reason: "private" };
const labels = ["pest", "leaf", "twig", "none_fit", "__proto__"] as const;
const special = fc.constantFrom(noneFit, cantTell, unusable);
const oneLabel = fc.oneof(
  fc.constantFrom(...labels).map((one) => classes(one)),
  special,
);
const someLabels = fc.oneof(
  fc.subarray([...labels]).map((some) => classes(...some)),
  special,
);
const numbers = (text: string): readonly number[] =>
  [...text.matchAll(/:(-?[\d.e+-]+)/g)].map(([, number]) => Number(number));
const sum = (shares: Readonly<Record<string, number>>): number =>
  Object.values(shares).reduce((all, one) => all + one, 0);

describe("soft labels of a project with one label an answer", () => {
  it("sum to one in both normalisations, with an entropy between none and that of an even spread", () => {
    fc.assert(
      fc.property(fc.array(oneLabel, { maxLength: 25 }), (answers) => {
        const line = soft(answers, ["class"]);
        const named = answers.filter(({ kind }) => kind === "labelled").length;
        expect(line.answers).toBe(answers.length);
        expect(line.labelled).toBe(named);
        if (named === 0) expect([line.p_over_labels, line.entropy_bits]).toEqual([null, null]);
        else {
          expect(Math.abs(sum(line.p_over_labels) - 1)).toBeLessThan(1e-9);
          expect(line.entropy_bits).toBeGreaterThanOrEqual(0);
          expect(line.entropy_bits).toBeLessThanOrEqual(Math.log2(Object.keys(line.counts).length) + 1e-8);
        }
        if (answers.length === 0) expect([line.p_over_all, line.entropy_over_all_bits]).toEqual([null, null]);
        else {
          const { labels: shares, ...others } = line.p_over_all;
          expect(Math.abs(sum(shares) + sum(others) - 1)).toBeLessThan(1e-9);
        }
        expect(numbers(JSON.stringify(line)).every((one) => one >= 0)).toBe(true);
        expect(sum(line.counts)).toBe(named);
      }),
    );
  });

  it("keep a tie and a minority in sight", () => {
    expect(soft([classes("pest"), classes("leaf"), noneFit, cantTell], ["class"])).toMatchObject({
      counts: { leaf: 1, pest: 1 },
      p_over_labels: { leaf: 0.5, pest: 0.5 },
      p_over_all: { labels: { leaf: 0.25, pest: 0.25 }, none_fit: 0.25, cant_tell: 0.25, unusable: 0 },
      entropy_bits: 1,
      entropy_over_all_bits: 2,
    });
  });

  it("count a label that was merged as the one that it was merged into", () => {
    const merged = new Map([["twig" as LabelId, "leaf" as LabelId]]);
    expect(soft([classes("twig"), classes("leaf")], ["class"], merged).counts).toEqual({ leaf: 2 });
  });

  it("hear of each annotator only what was counted in the round that was decided", () => {
    const answers = [
      anAnswer(classes("pest"), { current: false }),
      anAnswer(classes("leaf"), { revision: 2 }),
      anAnswer(classes("pest"), { pseudonym: "w2", round: 2 }),
      anAnswer(classes("pest"), { pseudonym: "w3", counted: false }),
    ];
    const line = softLabelLine(anItem(0, { state: "open", agreement: 0 }, { answers }), {
      ...context,
      tools: ["class"],
    });
    expect(JSON.parse(line)).toMatchObject({ answers: 1, counts: { leaf: 1 }, state: "open", round: 1 });
  });
});

describe("soft labels where an answer may name several labels, or draws", () => {
  it("say by label what share of people named it, each between 0 and 1", () => {
    fc.assert(
      fc.property(fc.array(someLabels, { maxLength: 25 }), (answers) => {
        const line = soft(answers, ["classes"]);
        expect(line).not.toHaveProperty("p_over_labels");
        if (line.labelled === 0) expect([line.named_over_labelled, line.label_entropy_bits]).toEqual([null, null]);
        for (const [label, share] of Object.entries<number>(line.named_over_labelled ?? {})) {
          expect(share).toBe(line.counts[label] / line.labelled);
          expect(share).toBeLessThanOrEqual(1);
          expect(line.label_entropy_bits[label]).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it("count an annotator once for a label, however often she drew it", () => {
    const drawn = boxes(["pest", 0, 0, 1, 1], ["pest", 5, 5, 1, 1], ["leaf", 9, 9, 1, 1]);
    expect(soft([drawn, boxes(["pest", 0, 0, 2, 2]), boxes()], ["box"])).toMatchObject({
      counts: { leaf: 1, pest: 2 },
      nothing_named: 1,
      named_over_labelled: { leaf: 1 / 3, pest: 2 / 3 },
    });
  });

  it("keep the class and what was drawn apart", () => {
    const answer: Answer = {
      kind: "labelled",
      value: { ...partsOf(classes("leaf")), ...partsOf(boxes(["pest", 0, 0, 1, 1])) },
    };
    expect(soft([answer], ["class", "box"])).toMatchObject({
      counts: { leaf: 1 },
      p_over_labels: { leaf: 1 },
      drawn_counts: { pest: 1 },
    });
  });
});

it("the entropy of nothing, and of one label, is none", () => {
  expect([entropyBits([]), entropyBits([7]), entropyBits([1, 1, 1, 1])]).toEqual([0, 0, 2]);
});

const partsOf = (answer: Answer) => (answer.kind === "labelled" ? answer.value : {});
