import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Box } from "../../core/annotation.ts";
import { checkAnswer } from "../../core/check-answer.ts";
import type { LabelId } from "../../core/ids.ts";
import type { Media } from "../../core/item.ts";
import { anOntology, HARMLESS, labelled, PEST } from "../support/labelling.ts";

const picture: Media = { kind: "image", contentType: "image/png", width: 400, height: 300, orientation: 6 };
const text: Media = { kind: "text", contentType: "text/plain", codePoints: 10 };
const one = anOntology({ tools: ["class"] });
const many = anOntology({ tools: ["classes"] });
const drawn = anOntology({ tools: ["box"] });
const box = (changes: Partial<Box> = {}): Box => ({
  type: "box",
  id: "1",
  label: PEST,
  x: 10,
  y: 20,
  width: 30,
  height: 40,
  ...changes,
});
const boxes = (...shapes: Box[]): Answer => ({ kind: "labelled", value: { shapes } });
const strange = "beetle" as LabelId;

describe("an answer", () => {
  it.each([
    ["one class of the ontology", labelled(PEST), one, picture],
    ["several classes", labelled(PEST, HARMLESS), many, picture],
    ["no class, where any number may be", labelled(), many, text],
    ["boxes inside the picture", boxes(box(), box({ id: "2", x: 0, y: 0, width: 400, height: 300 })), drawn, picture],
    ["no box: nothing is there", boxes(), drawn, picture],
    ["that none of these fit", { kind: "none_fit" }, one, picture],
    ["that it cannot be told", { kind: "cant_tell", reason: "blurred" }, drawn, text],
    ["that it cannot be used", { kind: "unusable", reason: "private" }, many, text],
  ] as const)("fits: %s", (_, answer, ontology, media) => {
    expect(checkAnswer(answer, ontology, media)).toEqual({ state: "fits", answer });
  });

  it.each([
    ["no class where one is asked for", labelled(), one, picture, "classes"],
    ["two classes where one is asked for", labelled(PEST, HARMLESS), one, picture, "classes"],
    ["a label that is not in the ontology", labelled(strange), one, picture, "classes.0"],
    ["a label twice", labelled(PEST, PEST), many, picture, "classes"],
    ["no word on the class", { kind: "labelled", value: {} }, many, picture, "classes"],
    ["no word on the boxes", { kind: "labelled", value: {} }, drawn, picture, "shapes"],
    [
      "a class in a project that draws",
      { kind: "labelled", value: { classes: [PEST], shapes: [] } },
      drawn,
      picture,
      "classes",
    ],
    [
      "a box in a project that does not draw",
      { kind: "labelled", value: { classes: [PEST], shapes: [] } },
      one,
      picture,
      "shapes",
    ],
    ["a box of a strange label", boxes(box({ label: strange })), drawn, picture, "shapes.0.label"],
    ["two boxes of one id", boxes(box(), box()), drawn, picture, "shapes"],
    ["a box on a text", boxes(box()), drawn, text, "shapes"],
    ["a box beyond the edge", boxes(box(), box({ id: "2", x: 390, width: 11 })), drawn, picture, "shapes.1"],
    ["a box below the edge", boxes(box({ y: 300.2, height: 0.2 })), drawn, picture, "shapes.0"],
  ] as const)("is refused with its field: %s", (_, answer, ontology, media, field) => {
    const checked = checkAnswer(answer as Answer, ontology, media);
    expect(checked).toMatchObject({ state: "misfit", misfit: { field: `answer.value.${field}` } });
  });

  it("brings a box to the edge that is over it by a rounding", () => {
    const checked = checkAnswer(boxes(box({ x: 370.25, width: 30.125, y: 0, height: 300.5 })), drawn, picture);
    expect(checked).toEqual({
      state: "fits",
      answer: boxes(box({ x: 370.25, width: 29.75, y: 0, height: 300 })),
    });
  });

  it("never lets a box through that lies outside, and never changes one that lies inside", () => {
    const along = (end: number) =>
      fc.oneof(
        fc.double({ min: 0, max: end + 100, noNaN: true }),
        fc.double({ min: end - 1, max: end + 1, noNaN: true }),
      );
    const side = fc.oneof(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }));
    fc.assert(
      fc.property(along(400), along(300), side, side, (x, y, width, height) => {
        const given = box({ x, y, width, height });
        const checked = checkAnswer(boxes(given), drawn, picture);
        if (width > 0 && height > 0 && x + width <= 400 && y + height <= 300) {
          expect(checked).toEqual({ state: "fits", answer: boxes(given) });
        } else if (checked.state === "fits" && checked.answer.kind === "labelled") {
          const [shape] = checked.answer.value.shapes as [Box];
          expect(shape.x + shape.width).toBeLessThanOrEqual(400.000001);
          expect(shape.y + shape.height).toBeLessThanOrEqual(300.000001);
          expect(Math.min(shape.width, shape.height)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
