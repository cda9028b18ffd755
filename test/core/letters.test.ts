import { describe, expect, it } from "vitest";
import type { AnnotatorId } from "../../core/ids.ts";
import { letterAt, lettersOf } from "../../core/letters.ts";

const said = (annotatorId: string, acceptedAtMs: number) => ({ annotatorId: annotatorId as AnnotatorId, acceptedAtMs });

describe("letters for annotators", () => {
  it("go on after Z as columns do", () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(letterAt)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  });

  it("follow who was accepted first, whatever the order of the rows, and stay the same through corrections", () => {
    const letters = lettersOf([said("one", 5), said("two", 3), said("one", 9), said("two", 20), said("three", 5)]);
    expect([...letters]).toEqual([
      ["two", "A"],
      ["one", "B"],
      ["three", "C"],
    ]);
  });
});
