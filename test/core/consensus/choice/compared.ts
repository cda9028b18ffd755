import fc from "fast-check";
import type { Comparison } from "../../../../core/consensus/choice/comparisons.ts";

/** "ann: fig > plum" says that ann, shown a fig to the left and a plum to the right, took the fig; `=` is equal. */
export const compared = (...lines: readonly string[]): readonly Comparison[] =>
  lines.map((line): Comparison => {
    const [, annotator = "", left = "", sign, right = ""] = /^(\w+): (\w+) ([<=>]) (\w+)$/.exec(line) ?? [];
    return { annotator, left, right, winner: sign === ">" ? "left" : sign === "<" ? "right" : "equal" };
  });

/** Up to forty comparisons of up to six items by up to five annotators. */
export const someComparisons: fc.Arbitrary<readonly Comparison[]> = fc.array(
  fc
    .record({
      annotator: fc.constantFrom("ann", "bea", "cid", "dot", "eve"),
      left: fc.nat(5),
      step: fc.integer({ min: 1, max: 5 }),
      winner: fc.constantFrom("left" as const, "right" as const, "equal" as const),
    })
    .map(({ annotator, left, step, winner }) => ({
      annotator,
      left: `item-${left}`,
      right: `item-${(left + step) % 6}`,
      winner,
    })),
  { maxLength: 40 },
);
