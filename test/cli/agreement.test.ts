import { afterAll, describe, expect, it } from "vitest";
import { commandLine } from "../support/command-line.ts";

const { at, write, read, run, remove } = commandLine();
afterAll(remove);

/** Coders by line, units by column, `*` where there is no answer. */
const rowsOf = (coders: readonly string[]): string =>
  [
    "task,worker,label",
    ...coders.flatMap((line, coder) =>
      line.split(" ").flatMap((value, unit) => (value === "*" ? [] : [`unit ${unit},coder ${coder},${value}`])),
    ),
  ].join("\n");

const agreementOf = async (text: string, ...options: readonly string[]) => {
  const path = write("answers.csv", text);
  const done = await run("agreement", path, "--out", at("agreement.json"), ...options);
  expect(done.status, done.complained).toBe(0);
  return JSON.parse(read("agreement.json"));
};

/** Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": four observers, twelve units. */
const KRIPPENDORFF = rowsOf([
  "1 2 3 3 2 1 4 1 2 * * *",
  "1 2 3 3 2 2 4 1 2 5 * 3",
  "* 3 3 3 2 3 4 2 2 5 1 *",
  "1 2 3 3 2 4 4 1 2 5 1 *",
]);

describe("labelloop agreement", () => {
  it.each([
    ["nominal", 0.743421],
    ["ordinal", 0.815388],
    ["interval", 0.849107],
    ["ratio", 0.797403],
  ])("gives Krippendorff's own example its alpha at the %s level", async (level, alpha) => {
    const found = await agreementOf(KRIPPENDORFF, "--level", level);
    expect(found.alpha).toBeCloseTo(alpha, 6);
    expect(found.gwet_ac1).toBeCloseTo(0.775444, 6);
    expect(found.brennan_prediger).toBeCloseTo(0.772727, 6);
    expect(found.alpha_interval.low).toBeLessThan(alpha);
    expect(found.alpha_interval.high).toBeGreaterThan(alpha);
    expect(found).toMatchObject({ level, tasks: 12, tasks_compared: 11, annotators: 4, why_null: {} });
  });

  it("names the tasks that are disputed, and examples of what is confused", async () => {
    const found = await agreementOf(rowsOf(["cat dog cat", "cat cat cat", "cat dog ant"]));
    expect(found.confused[0].examples.every((task: string) => task.startsWith("unit "))).toBe(true);
    expect(found.disputed.map(({ task }: { task: string }) => task).sort()).toContain("unit 2");
  });

  it("says why there is no figure", async () => {
    const alike = await agreementOf(rowsOf(["a a a", "a a a"]));
    expect(alike).toMatchObject({ alpha: null, alpha_interval: null, percent: 1 });
    expect(alike.why_null.alpha).toBe("no-variation");
    expect((await agreementOf(rowsOf(["a b c"]))).why_null.alpha).toBe("one-annotator");
  });

  it("takes answers that are no labels for missing ones where labels are numbers", async () => {
    const answers = `${KRIPPENDORFF}\nunit 0,coder 2,__cant_tell__`;
    expect((await agreementOf(answers, "--level", "interval")).alpha).toBeCloseTo(0.849107, 6);
    expect((await agreementOf(answers)).alpha).toBeLessThan(0.743);
  });

  it("gives the same bytes twice", async () => {
    await agreementOf(KRIPPENDORFF);
    const once = read("agreement.json");
    await agreementOf(KRIPPENDORFF);
    expect(read("agreement.json")).toBe(once);
  });

  it("says which label is not a number, and which levels there are", async () => {
    const path = write("answers.csv", rowsOf(["1 two", "1 2"]));
    const { status, complained } = await run("agreement", path, "--level", "interval");
    expect([status, complained]).toEqual([
      1,
      'labelloop: label "two" cannot be put on a scale of level interval: give numbers\n',
    ]);
    expect((await run("agreement", path, "--level", "best")).complained).toContain(
      "--level best: expected nominal, ordinal, interval, ratio",
    );
  });
});
