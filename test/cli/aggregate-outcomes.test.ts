import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { commandLine } from "../support/command-line.ts";

const { at, write, read, run, remove } = commandLine();
afterAll(remove);

interface Line {
  readonly label: string;
  readonly confidence: number;
  readonly agreement: number;
}

const lines = async (text: string, ...options: readonly string[]): Promise<ReadonlyMap<string, Line>> => {
  write("answers.csv", text);
  const done = await run(
    "aggregate",
    at("answers.csv"),
    "--out",
    at("out.csv"),
    "--soft",
    at("soft.jsonl"),
    ...options,
  );
  expect(done.status, done.complained).toBe(0);
  const rows = read("out.csv").trimEnd().split("\n").slice(1);
  return new Map(
    rows.map((row) => {
      const [task = "", label = "", confidence, agreement] = row.split(",");
      return [task, { label, confidence: Number(confidence), agreement: Number(agreement) }];
    }),
  );
};
const soft = (task: string) =>
  read("soft.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
    .find(({ item }) => item === task);

const HEADER = "task,worker,label\n";
/** Enough plain answers to know the annotators by. */
const USUAL = Array.from({ length: 30 }, (_, task) =>
  ["ann", "bea", "cid", "dee"].map((who) => `usual ${task},${who},${task % 2 === 0 ? "cat" : "dog"}\n`),
)
  .flat()
  .join("");

/** So many, each annotator one time in four wrong, that one task more teaches next to nothing about anybody. */
const KNOWN_WELL = Array.from({ length: 400 }, (_, task) =>
  ["ann", "bea", "cid", "dee"].map((who, one) => {
    const isWrong = (task >> 1) % 4 === one;
    return `known ${task},${who},${(task % 2 === 0) === isWrong ? "dog" : "cat"}\n`;
  }),
)
  .flat()
  .join("");

describe("labelloop aggregate, of answers that are no labels", () => {
  it("takes “none of these fit” for a class", async () => {
    const found = await lines(
      `${HEADER}${USUAL}t,ann,__none_fit__\nt,bea,__none_fit__\nt,cid,__none_fit__\nt,dee,cat\n`,
    );
    expect(found.get("t")).toMatchObject({ label: "__none_fit__", agreement: 0.75 });
    expect(soft("t")).toMatchObject({ n_answers: 4, n_none_fit: 3, counts: { cat: 1 }, p_over_all: { cat: 0.25 } });
  });

  it("says that nobody could tell where most could not", async () => {
    const found = await lines(`${HEADER}${USUAL}t,ann,__cant_tell__\nt,bea,__cant_tell__\nt,cid,__cant_tell__\n`);
    expect(found.get("t")).toMatchObject({ label: "__cant_tell__", agreement: 1 });
    expect(found.get("t")?.confidence).toBeGreaterThan(0.5);
    expect(soft("t")).toMatchObject({ n_cant_tell: 3, counts: {}, p_over_labels: {}, entropy_bits: 0, majority: null });
  });

  it("takes the word of two that an item is unusable, and writes it where there is no other", async () => {
    const found = await lines(
      `${HEADER}${USUAL}t,ann,__unusable__\nt,bea,__unusable__\nt,cid,cat\nt,dee,cat\nalone,ann,__unusable__\n`,
    );
    expect(found.get("t")).toMatchObject({ label: "__unusable__", agreement: 0.5 });
    expect(found.get("alone")).toMatchObject({ label: "__unusable__" });
    expect(soft("t")).toMatchObject({ n_unusable: 2 });
  });

  it("is no surer of a label because somebody who said another could not tell", async () => {
    const people = ["ann", "bea", "cid", "dee"];
    const said = fc.array(fc.constantFrom<string>("cat", "dog"), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(said, fc.nat(3), async (labels, who) => {
        const rowsOf = (all: readonly string[]) => all.map((label, one) => `t,${people[one]},${label}\n`).join("");
        const file = (all: readonly string[]) => `${HEADER}${KNOWN_WELL}${rowsOf(all)}u,ann,__cant_tell__\n`;
        await lines(file(labels));
        const before = soft("t").p;
        await lines(file(labels.with(who, "__cant_tell__")));
        const after = soft("t").p;
        for (const label of ["cat", "dog"]) expect(after[label] ?? 0).toBeLessThanOrEqual((before[label] ?? 0) + 0.01);
      }),
      { numRuns: 25 },
    );
  });

  it("knows them by the column of our own exports, where an empty label says that nothing is there", async () => {
    const header = "task,worker,label,answer_kind\r\n";
    const own = [
      "a,ann,,none_fit",
      "a,bea,,none_fit",
      "b,ann,,cant_tell",
      "b,bea,,cant_tell",
      "c,ann,,label",
      "c,bea,,label",
      "d,ann,cat,label",
      "d,bea,,declined",
      "e,cid,,declined",
    ];
    const found = await lines(`${header}${own.map((row) => `${row}\r\n`).join("")}`);
    const labels = [...found].map(([task, { label }]) => `${task}:${label}`);
    expect(labels).toEqual(["a:__none_fit__", "b:__cant_tell__", "c:", "d:cat"]);
  });

  it("counts them as labels in the methods that know no such answers", async () => {
    const found = await lines(`${HEADER}t,ann,__cant_tell__\nt,bea,__cant_tell__\nt,cid,cat\n`, "--method", "wawa");
    expect(found.get("t")?.label).toBe("__cant_tell__");
  });

  it("has a result where a whole file names no class, and each probability is a number up to 1", async () => {
    const found = await lines(
      `${HEADER}t,ann,__cant_tell__\nt,bea,__unusable__\nt,cid,__unusable__\nu,ann,__cant_tell__\n`,
    );
    expect([...found.values()].map(({ label }) => label)).toEqual(["__unusable__", "__cant_tell__"]);
    for (const { confidence } of found.values()) expect(confidence > 0 && confidence <= 1).toBe(true);
  });

  it("gives probabilities that sum to 1 with what could not be told", async () => {
    await lines(`${HEADER}${USUAL}t,ann,cat\nt,bea,__cant_tell__\nt,cid,__unusable__\nt,dee,dog\n`);
    const sum = Object.values<number>(soft("t").p).reduce((total, p) => total + p, 0);
    expect(sum).toBeCloseTo(1, 5);
  });

  it("lets gold stand over what could not be told", async () => {
    write("gold.csv", "task,label\nt,ant\n");
    const text = `${HEADER}${USUAL}t,ann,__cant_tell__\nt,bea,__cant_tell__\n`;
    const found = await lines(text, "--gold", at("gold.csv"));
    expect(found.get("t")).toEqual({ label: "ant", confidence: 1, agreement: 0 });
  });
});
