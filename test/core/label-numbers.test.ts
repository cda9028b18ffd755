import { describe, expect, it } from "vitest";
import { numberLabels } from "../../core/label-numbers.ts";
import type { Label, Ontology } from "../../core/ontology.ts";
import { begunVersion } from "../../core/ontology-change/next-version.ts";

const label = (id: string): Omit<Label, "number"> => ({
  id: id as Label["id"],
  names: { en: id },
  definition: { en: id },
  colour: "#000000",
});
const version = (number: number, ...labels: readonly [string, number][]): Ontology =>
  begunVersion(
    { labels: labels.map(([id, at]) => ({ ...label(id), number: at })), tools: ["class"] },
    { version: number, publishedAtMs: 0 },
  );
const numbered = (earlier: readonly Ontology[], ...ids: string[]) =>
  numberLabels(earlier, ids.map(label)).map(({ id, number }) => [id, number]);

describe("numbers of labels", () => {
  it("start at one, since trainers take zero for background", () => {
    expect(numbered([], "pest", "no_pest")).toEqual([
      ["pest", 1],
      ["no_pest", 2],
    ]);
  });

  it("stay with their label when others come before it", () => {
    expect(numbered([version(1, ["pest", 1])], "moth", "pest")).toEqual([
      ["moth", 2],
      ["pest", 1],
    ]);
  });

  it("are never given to another label, even when theirs is gone", () => {
    const earlier = [version(1, ["pest", 1], ["moth", 2]), version(2, ["pest", 1])];
    expect(numbered(earlier, "pest", "fly")).toEqual([
      ["pest", 1],
      ["fly", 3],
    ]);
  });

  it("come back with a label that comes back", () => {
    const earlier = [version(1, ["pest", 1], ["moth", 2]), version(2, ["pest", 1])];
    expect(numbered(earlier, "moth")).toEqual([["moth", 2]]);
  });
});
