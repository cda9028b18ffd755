import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClassAnswers } from "../../../../core/consensus/classes/class-answers.ts";
import { type GladParameters, gladObjective, gladSlopes } from "../../../../core/consensus/classes/glad-objective.ts";
import { majority } from "../../../../core/consensus/classes/majority.ts";
import { type AnswerRow, answerTable } from "./answer-table.ts";

const SIZES = { items: 4, annotators: 3, labels: 3 };
const STEP = 1e-5;

const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 15 });
const parameters = (length: number) =>
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length });

/** The slope by central difference, of one parameter. */
const measured = (
  answers: ClassAnswers,
  posterior: Float64Array,
  at: GladParameters,
  of: keyof GladParameters,
  index: number,
): number => {
  const height = (move: number): number => {
    const moved = at[of].slice();
    moved[index]! += move;
    return gladObjective(answers, posterior, { ...at, [of]: moved });
  };
  return (height(STEP) - height(-STEP)) / (2 * STEP);
};

describe("GLAD's slopes", () => {
  it("agree with the rise of the objective, in every parameter", () => {
    fc.assert(
      fc.property(
        rows,
        parameters(SIZES.annotators),
        parameters(SIZES.items),
        (answered: AnswerRow[], ability, ease) => {
          const answers = answerTable(answered, SIZES);
          const { posterior } = majority(answers);
          const at = { ability: Float64Array.from(ability), ease: Float64Array.from(ease) };
          const slopes = gladSlopes(answers, posterior, at);
          for (const of of ["ability", "ease"] as const) {
            slopes[of].forEach((slope, index) => {
              expect(Math.abs(slope - measured(answers, posterior, at, of, index))).toBeLessThan(
                1e-6 * (1 + Math.abs(slope)) * 10,
              );
            });
          }
        },
      ),
    );
  });
});
