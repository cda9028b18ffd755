import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { accuracyPlot } from "../../../bench/plots/accuracy-plot.ts";
import { votedBoxes } from "../../../bench/plots/boxes-voted.ts";
import { type FittedSet, fittedSets } from "../../../bench/plots/methods-measured.ts";
import { surenessOf } from "../../../bench/plots/nobody-contradicts.ts";
import { reliabilityPlot } from "../../../bench/plots/reliability-plot.ts";
import { accuracyTable, boxTable, calibrationTable, temperatureTable } from "../../../bench/plots/tables.ts";
import { hasCrowdSets } from "../../support/crowd-sets.ts";

const DOCS = join(import.meta.dirname, "..", "..", "..", "docs");
const read = (path: string): string => readFileSync(join(DOCS, path), "utf8");
const doc = read("consensus.md");

/** Quick enough to be held at every run. What the others come to is held in classes/crowd-kit.test.ts. */
const QUICK = ["default", "majority", "wawa", "two-pass", "dawid-skene", "one-coin"] as const;

describe("docs/consensus.md", () => {
  it("shows pictures that are there, light, dark, and with words for who cannot see them", () => {
    const shown = [...doc.matchAll(/!\[(.+)\]\((.+)\)/g)].map(([, , path = ""]) => read(path));
    expect(shown).toHaveLength(3);
    for (const picture of shown) {
      expect(picture).toMatch(/<title>.+<\/title>\n?<desc>.+<\/desc>/);
      expect(picture).toContain("prefers-color-scheme:dark");
      expect(picture).not.toMatch(/NaN|undefined/);
    }
  });

  it("says how sure one annotator alone is taken to be", () => {
    expect(surenessOf(1)).toBeCloseTo(0.6, 2);
    expect(doc).toContain("is told at .60");
  });
});

describe("figures in docs/consensus.md, from real answers", () => {
  let sets: readonly FittedSet[] = [];
  beforeAll(() => {
    if (hasCrowdSets()) sets = fittedSets(QUICK);
  });
  const hold = (what: string, holds: () => void) =>
    it(what, (context) => {
      if (hasCrowdSets()) holds();
      else context.annotate("no crowd sets beside the repository: not shown");
    });

  hold("has the accuracies that methods have", () => {
    const written = cellsUnder(doc, "| set | default | majority |");
    const measured = cellsUnder(accuracyTable(sets, QUICK), "| set |");
    for (const [at, row] of measured.entries())
      for (const [name, cell] of row) expect(written[at]?.get(name), `${name}, row ${at}`).toBe(cell);
  });

  hold("has the calibration, and what tempering is worth", () => {
    expect(doc).toContain(calibrationTable(sets));
    expect(doc).toContain(temperatureTable(sets));
  });

  hold("has what voting on boxes finds", () => {
    expect(doc).toContain(boxTable(votedBoxes()));
  });

  hold("has plots of what the code does now", () => {
    expect(read("consensus/reliability.svg")).toBe(reliabilityPlot(sets));
    expect(read("consensus/accuracy.svg")).toBe(accuracyPlot(sets));
  });
});

/** Rows of a Markdown table that begins so, as cells by the name of their column. */
const cellsUnder = (text: string, head: string): readonly ReadonlyMap<string, string>[] => {
  const [names = [], , ...rows] = text
    .slice(text.indexOf(head))
    .split("\n\n", 1)[0]!
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((row) => new Map(row.map((cell, at) => [names[at] ?? "", cell])));
};
