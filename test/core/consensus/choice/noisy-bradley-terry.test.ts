import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparisonTable } from "../../../../core/consensus/choice/comparisons.ts";
import { NOISY_PRIOR, noisyObjective, placesIn } from "../../../../core/consensus/choice/noisy-bradley-terry.ts";
import { someComparisons } from "./compared.ts";

const STEP = 1e-5;

describe("the gradient of the noisy Bradley–Terry model", () => {
  const halves = fc.record({ reliability: fc.boolean(), sideBias: fc.boolean() });
  const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 40, maxLength: 40 });

  it("is that of finite differences, for every score, bias and reliability", () => {
    fc.assert(
      fc.property(someComparisons, halves, numbers, (comparisons, parts, luck) => {
        const table = comparisonTable(comparisons, ["never-compared"]);
        const objective = noisyObjective(table, NOISY_PRIOR, parts);
        const x = Float64Array.from({ length: placesIn(table).count }, (_, at) => luck[at]!);
        const gradient = new Float64Array(x.length);
        const unused = new Float64Array(x.length);
        objective(x, gradient);
        x.forEach((value, at) => {
          const [before, after] = [-STEP, STEP].map((step) => objective(x.with(at, value + step), unused));
          const difference = (after! - before!) / (2 * STEP);
          expect(Math.abs(gradient[at]! - difference)).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 200 },
    );
  });
});
