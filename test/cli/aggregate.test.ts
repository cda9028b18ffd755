import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { METHOD_NAMES } from "../../cli/aggregate-methods.ts";
import { commandLine } from "../support/command-line.ts";

const { at, write, read, names, run, remove } = commandLine();
afterAll(remove);

const HEADER = "task,worker,label";
const OUT = "task,label,confidence,agreement,annotations";
/** What does not depend on how a method reads its probabilities: task, label, agreement, annotations. */
const withoutConfidence = (line: string): string => line.replace(/^([^,]*,[^,]*),(0?\.\d+|1|0\.\d+e-\d+),/, "$1,");
/** Runs the command on these rows; gives the lines below the header. */
const fuse = async (rows: readonly string[], ...options: readonly string[]) => {
  const answers = write("answers.csv", `${[HEADER, ...rows].join("\n")}\n`);
  const done = await run("aggregate", answers, "--out", at("out.csv"), ...options);
  expect(done.complained).not.toMatch(/^labelloop:/);
  const [header, ...lines] = read("out.csv").trimEnd().split("\n");
  expect(header).toBe(OUT);
  return { lines, complained: done.complained };
};
const byMajority = async (rows: readonly string[], ...options: readonly string[]) =>
  (await fuse(rows, "--method", "majority", ...options)).lines.map(withoutConfidence);

describe("labelloop aggregate", () => {
  it("writes a line for each task in the order of the file, and a share of those who said so", async () => {
    expect(await byMajority(["t9,ann,cat", "t1,ann,dog", "t9,bea,cat", "t9,cid,dog", "t1,bea,dog"])).toEqual([
      "t9,cat,0.666666666667,3",
      "t1,dog,1,2",
    ]);
  });

  it("takes columns in any order and among others, with tabs or commas", async () => {
    write("tabs.tsv", "\ufeffLabel\tnote\tworker \ttask\r\ncat\tx, y\tann\tt1\r\n");
    await run("aggregate", at("tabs.tsv"), "--method", "majority", "--out", at("tabs.csv"));
    expect(read("tabs.csv")).toMatch(new RegExp(`^${OUT}\nt1,cat,[\\d.]+,1,1\n$`));
  });

  it("lets empty cells follow, as spreadsheets write them", async () => {
    expect(await byMajority(["t,a,b,,"])).toEqual(["t,b,1,1"]);
  });

  it("gives names back as they came, however they are spelled", async () => {
    const name = fc.string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", "=", " "), minLength: 1 });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(name, name, async (task, label) => {
        write("named.csv", `${HEADER}\n${quoted(task)},ann,${quoted(label)}\n`);
        await run("aggregate", at("named.csv"), "--method", "majority", "--out", at("again.csv"));
        write(
          "back.csv",
          read("again.csv")
            .replace("task,label,confidence,agreement", "task,label,x,y")
            .replace("annotations", "worker"),
        );
        await run("aggregate", at("back.csv"), "--method", "majority", "--out", at("third.csv"));
        expect(read("third.csv")).toBe(read("again.csv"));
      }),
      { numRuns: 30 },
    );
  });

  it("counts a repeated row once, and of somebody's several answers the last", async () => {
    expect(await byMajority(["t,ann,cat", "t,ann,cat", "t,bea,dog"])).toEqual(["t,cat,0.5,2"]);
    expect(await byMajority(["t,ann,cat", "t,bea,dog", "t,ann,dog"])).toEqual(["t,dog,1,2"]);
    expect(await byMajority(["t,ann,cat", "t,bea,dog", "t,ann,dog"], "--keep-all")).toEqual(["t,dog,0.666666666667,3"]);
    const { complained } = await fuse(["t,ann,cat", "t,ann,cat", "t,ann,dog"]);
    expect(complained).toContain("1 duplicate row dropped, 1 answer replaced by a later one");
  });

  it("takes rows that differ in another column for two answers", async () => {
    write("twice.csv", `${HEADER},when\nt,ann,cat,1\nt,ann,dog,2\nt,ann,cat,3\n`);
    await run("aggregate", at("twice.csv"), "--method", "majority", "--out", at("last.csv"));
    expect(read("last.csv")).toMatch(/t,cat,[\d.]+,1,1\n$/);
    await run("aggregate", at("twice.csv"), "--method", "majority", "--keep-all", "--out", at("all.csv"));
    expect(read("all.csv")).toMatch(/t,cat,[\d.]+,0.666666666667,3\n$/);
  });

  it("shows a tie: the first name is written, their number said, and the task marked in the soft file", async () => {
    const { lines, complained } = await fuse(
      ["t,ann,dog", "t,bea,cat", "u,ann,cat", "u,bea,cat"],
      ...["--method", "majority", "--soft", at("soft.jsonl")],
    );
    expect(lines.map(withoutConfidence)).toEqual(["t,cat,0.5,2", "u,cat,1,2"]);
    expect(complained).toContain("2 tasks, 4 answers, 2 annotators, 2 labels, 1 tie");
    const [tied, clear] = read("soft.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(tied).toMatchObject({ item: "t", counts: { cat: 1, dog: 1 }, majority: null, tie: true, entropy_bits: 1 });
    expect(clear).toMatchObject({ item: "u", majority: "cat", tie: false, entropy_bits: 0, label: "cat" });
  });

  const manyAnswers = Array.from({ length: 60 }, (_, task) =>
    ["ann", "bea", "cid", "dee"].map(
      (who, one) => `task ${task},${who},${["cat", "dog", "ant"][(task + (task % (one + 3) === 0 ? 1 : 0)) % 3]}`,
    ),
  ).flat();

  it.each(METHOD_NAMES)(
    "%s gives the same bytes twice, and the same to each task whatever the rows' order",
    async (method) => {
      const options = ["--method", method, "--skills", at("skills.csv"), "--soft", at("soft.jsonl")];
      const results = () => [read("out.csv"), read("skills.csv"), read("soft.jsonl")];
      await fuse(manyAnswers, ...options);
      const [once, skills] = results();
      await fuse(manyAnswers, ...options);
      expect(results()[0]).toBe(once);
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(manyAnswers, { minLength: manyAnswers.length }), async (rows) => {
          const { lines } = await fuse(rows, ...options);
          expect(lines.toSorted()).toEqual(once?.trimEnd().split("\n").slice(1).toSorted());
          expect(read("skills.csv")).toBe(skills);
        }),
        { numRuns: 3 },
      );
    },
  );

  it("lets gold stand, and warns of gold that nobody answered", async () => {
    write("gold.csv", "task,label\nt,cat\nnever,dog\n");
    const { lines, complained } = await fuse(["t,ann,dog", "t,bea,dog"], "--gold", at("gold.csv"));
    expect(lines).toEqual(["t,cat,1,0,2"]);
    expect(complained).toMatch(/warning: .*gold\.csv: 1 of its tasks nobody answered: "never"/);
  });

  it("lets thirty gold tasks choose the method, and says which", async () => {
    const truth = Array.from({ length: 60 }, (_, task) => `task ${task},${["cat", "dog", "ant"][task % 3]}`);
    write("gold.csv", `task,label\n${truth.slice(0, 40).join("\n")}\n`);
    const { complained } = await fuse(manyAnswers, "--gold", at("gold.csv"));
    expect(complained).toMatch(/gold: 40 tasks chose [a-z-]+ at correlation [\d.]+ \(mean -ln of the truth: default /);
  });

  it("hears a model, which breaks a tie and outvotes nobody", async () => {
    const rows = [...manyAnswers, "tied,ann,cat", "tied,bea,dog", "sure,ann,cat", "sure,bea,cat", "sure,cid,cat"];
    const said = (label: string) =>
      [
        "task,label,probability",
        ...Array.from({ length: 60 }, (_, t) => `task ${t},${["cat", "dog", "ant"][t % 3]},0.9`),
      ]
        .concat([`tied,${label},0.9`, `sure,dog,0.99`])
        .join("\n");
    for (const label of ["cat", "dog"]) {
      write("predictions.csv", said(label));
      const { lines } = await fuse(rows, "--method", "majority", "--predictions", at("predictions.csv"));
      expect(lines.at(-2)).toMatch(new RegExp(`^tied,${label},`));
      expect(lines.at(-1)).toMatch(/^sure,cat,/);
    }
  });

  it("writes what is believed of each annotator, by the names of the input", async () => {
    await fuse(["t,ann,cat", "t,bea,cat", "t,cid,dog"], "--method", "majority", "--skills", at("skills.csv"));
    expect(read("skills.csv")).toBe("worker,skill,answers\nann,1,1\nbea,1,1\ncid,0,1\n");
  });

  it("refuses two results in one place, and two files from standard input", async () => {
    const answers = write("answers.csv", `${HEADER}\nt,a,b\n`);
    const twice = await run("aggregate", answers, "--out", at("x"), "--soft", at("x"));
    expect(twice.complained).toMatch(/two results cannot both go to/);
    const both = await run("aggregate", "-", "--gold", "-", "--out", at("x"));
    expect(both.complained).toMatch(/only one file can come from standard input/);
  });

  it("writes through a link to where it points, and leaves no other file behind", async () => {
    mkdirSync(at("kept"), { recursive: true });
    write("kept/real.csv", "old");
    symlinkSync(at("kept/real.csv"), at("link.csv"));
    write("answers.csv", `${HEADER}\nt,a,b\n`);
    await run("aggregate", at("answers.csv"), "--method", "majority", "--out", at("link.csv"));
    expect(read("kept/real.csv")).toMatch(new RegExp(`^${OUT}\nt,b,[\\d.]+,1,1\n$`));
    expect(names().filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("works in a pipe, from standard input to standard output, without a word between", () => {
    const command = join(import.meta.dirname, "..", "..", "cli", "labelloop.ts");
    const args = [command, "aggregate", "-", "--method", "majority", "--out", "-"];
    const piped = spawnSync(process.execPath, args, { input: `${HEADER}\nt,ann,cat\n`, encoding: "utf8" });
    expect(piped).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^${OUT}\nt,cat,[\\d.]+,1,1\n$`)),
      stderr: "majority: 1 task, 1 answer, 1 annotator, 1 label, 0 ties\n",
    });
  });
});
