import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  RATED_ITEMS_MIN,
  type RatedAnswer,
  type SpecialRate,
  type SpecialRates,
  specialRateCount,
} from "../../../core/agreement/special-rates.ts";
import type { Answer } from "../../../core/annotation.ts";
import type { AnnotatorId, LabelId } from "../../../core/ids.ts";

const specialRates = (items: readonly RatedAnswer[][], labels: readonly LabelId[]): SpecialRates => {
  const count = specialRateCount(labels);
  for (const one of items) count.add(one);
  return count.rates();
};
const label = (id: string): LabelId => id as LabelId;
const LABELS = [label("pest"), label("leaf")];
const named = (...classes: string[]): Answer => ({ kind: "labelled", value: { classes: classes.map(label) } });
const said = (who: number, answer: Answer, more: Partial<RatedAnswer> = {}): RatedAnswer => ({
  ...{ round: 1, annotatorId: `person-${who}` as AnnotatorId, revision: 1, counted: true, answer },
  ...more,
});
const item = (...answers: RatedAnswer[]): RatedAnswer[] => answers;
const times = (count: number, one: RatedAnswer[]): RatedAnswer[][] => Array.from({ length: count }, () => one);
const noneFit: Answer = { kind: "none_fit" };
const blurred: Answer = { kind: "cant_tell", reason: "blurred" };

describe("how often people could not label as asked", () => {
  it("is told beside the label that others gave to the same items", () => {
    const items = [
      ...times(12, item(said(1, named("pest")), said(2, noneFit), said(3, blurred))),
      ...times(12, item(said(1, named("leaf")), said(2, named("leaf")), said(3, named("leaf")))),
    ];
    expect(specialRates(items, LABELS)).toEqual({
      byLabel: [
        { label: "pest", items: 12, answers: 36, noneFit: 12, cantTell: 12, reasons: { blurred: 12 } },
        { label: "leaf", items: 12, answers: 36, noneFit: 0, cantTell: 0, reasons: {} },
      ],
      byInstructions: [{ version: 1, items: 24, answers: 72, noneFit: 12, cantTell: 12, reasons: { blurred: 12 } }],
    });
  });

  it("counts a drawn label as named, and a label that is named twice once", () => {
    const box = { type: "box", label: label("pest"), x: 0, y: 0, width: 1, height: 1 } as const;
    const drawn: Answer = {
      kind: "labelled",
      value: { shapes: ["1", "2"].map((id) => ({ ...box, id })) },
    };
    const [found] = specialRates(times(10, item(said(1, drawn), said(2, noneFit), said(3, noneFit))), LABELS).byLabel;
    expect(found).toMatchObject({ label: "pest", items: 10, answers: 30, noneFit: 20 });
  });

  it("is silent below ten items, and where fewer than three people answered", () => {
    const one = item(said(1, named("pest")), said(2, noneFit), said(3, noneFit));
    const ofTwo = item(said(1, named("pest")), said(2, noneFit));
    const nothing = { byLabel: [], byInstructions: [] };
    expect(specialRates(times(RATED_ITEMS_MIN - 1, one), LABELS)).toEqual(nothing);
    expect(specialRates(times(100, ofTwo), LABELS)).toEqual(nothing);
    expect(specialRates([], LABELS)).toEqual(nothing);
    expect(specialRates(times(RATED_ITEMS_MIN, one), LABELS).byLabel).toHaveLength(1);
  });

  it("hears a correction in place of what it corrects, and nothing that does not count", () => {
    const corrected = item(
      said(1, noneFit),
      said(1, named("pest"), { revision: 2 }),
      said(2, named("pest")),
      said(3, named("pest")),
      said(4, noneFit, { counted: false }),
    );
    expect(specialRates(times(10, corrected), LABELS).byLabel).toMatchObject([{ answers: 30, noneFit: 0 }]);
  });

  it("compares instructions over all rounds, and labels in the last round alone", () => {
    const asked = [
      ...[1, 2, 3].map((who) => said(who, noneFit)),
      ...[1, 2, 3].map((who) => said(who, named("pest"), { round: 2, instructionsVersion: 2 })),
    ];
    const { byLabel, byInstructions } = specialRates(times(10, asked), LABELS);
    expect(byLabel).toMatchObject([{ label: "pest", answers: 30, noneFit: 0 }]);
    expect(byInstructions).toMatchObject([
      { version: 1, answers: 30, noneFit: 30 },
      { version: 2, answers: 30, noneFit: 0 },
    ]);
  });

  it("leaves out labels that are asked for no more", () => {
    const items = times(10, item(said(1, named("gone")), said(2, noneFit), said(3, noneFit)));
    expect(specialRates(items, LABELS).byLabel).toEqual([]);
  });
});

it("the rates are the same in any order of items and answers, and no part is more than the whole", () => {
  const anyAnswer = fc.constantFrom<Answer>(named("pest"), named("leaf"), noneFit, blurred, { kind: "cant_tell" });
  const anyItem = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 5 }), anyAnswer, fc.integer({ min: 1, max: 3 })), { maxLength: 5 })
    .map((all) =>
      item(
        ...all.map(([who, answer, version], at) =>
          said(who, answer, { revision: at + 1, instructionsVersion: version }),
        ),
      ),
    );
  const sound = ({ items, answers, noneFit: none, cantTell, reasons }: SpecialRate): void => {
    expect(none + cantTell).toBeLessThanOrEqual(answers);
    expect(Object.values(reasons).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(cantTell);
    expect(items).toBeLessThanOrEqual(answers);
  };
  fc.assert(
    fc.property(fc.array(anyItem, { minLength: 10, maxLength: 40 }), (items) => {
      const found = specialRates(items, LABELS);
      for (const one of [...found.byLabel, ...found.byInstructions]) sound(one);
      const turned = items.map((one) => one.toReversed()).toReversed();
      expect(JSON.stringify(specialRates(turned, LABELS))).toBe(JSON.stringify(found));
    }),
  );
});
