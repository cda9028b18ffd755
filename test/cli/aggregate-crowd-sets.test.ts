import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { winnersOf } from "../../core/consensus/classes/class-fit.ts";
import { CLASS_METHODS } from "../../core/consensus/classes/methods.ts";
import { commandLine } from "../support/command-line.ts";
import { crowdFile, crowdSet, hasCrowdSets } from "../support/crowd-sets.ts";

const { at, write, read, run, remove } = commandLine();
afterAll(remove);

it.for(["rte", "web", "d_possent"] as const)("gives %s the labels that the method gives it", async (name, context) => {
  if (!hasCrowdSets()) {
    await context.annotate("no crowd sets beside the repository: not shown");
    return;
  }
  const text = readFileSync(crowdFile(name, "label.csv"), "utf8");
  write("answers.csv", text.replace(/^item,/, "task,"));
  // As the set is read: exact duplicates dropped, several labels of one person kept.
  const done = await run("aggregate", at("answers.csv"), "--keep-all", "--out", at("out.csv"));
  expect(done.status, done.complained).toBe(0);
  const { answers, labelNames } = crowdSet(name);
  const { label } = winnersOf(CLASS_METHODS.default(answers).posterior, answers.labels);
  const tasks = [
    ...new Set(
      text
        .trimEnd()
        .split(/\r?\n/)
        .slice(1)
        .map((row) => row.split(",")[0] ?? ""),
    ),
  ];
  const inOrder = [...tasks].sort();
  const written = read("out.csv").trimEnd().split("\n").slice(1);
  expect(written.map((line) => line.split(",").slice(0, 2).join())).toEqual(
    tasks.map((task) => `${task},${labelNames[label[inOrder.indexOf(task)]!]}`),
  );
});
