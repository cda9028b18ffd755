import { existsSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { METHOD_NAMES } from "../../cli/aggregate-methods.ts";
import { commandLine } from "../support/command-line.ts";

const { at, write, read, names, run, remove } = commandLine();
afterAll(remove);

const HEADER = "task,worker,label";

describe("labelloop aggregate, when something is wrong", () => {
  const complaintAbout = async (text: string | Uint8Array, ...options: readonly string[]): Promise<string> => {
    write("bad.csv", text);
    const { status, complained } = await run("aggregate", at("bad.csv"), "--out", at("none.csv"), ...options);
    expect(status).toBe(1);
    expect(existsSync(at("none.csv"))).toBe(false);
    return complained.replace(at("bad.csv"), "bad.csv");
  };

  it.each([
    ["", "bad.csv is empty: expected a header with task,worker,label"],
    [`${HEADER}\n`, "bad.csv has a header and no rows"],
    ["item,worker,label\nt,a,b\n", 'bad.csv: line 1: the header lacks "task": it has "item", "worker", "label"'],
    ["task;worker;label\nt;a;b\n", 'lacks "task" and "worker" and "label": it has "task;worker;label"'],
    ["task,worker,label,task\nt,a,b,t\n", "line 1: the header has the column task twice"],
    [`${HEADER}\nt,a,b\n\nt,a\n`, "bad.csv: line 4: 2 cells, where the header has 3"],
    [`${HEADER}\nt,a,b,c\n`, "line 2: 4 cells, where the header has 3: is a cell with a separator in it not quoted?"],
    [`${HEADER}\nt,,b\n`, "line 2: the worker is empty"],
    [`${HEADER}\nt,a,\n`, "line 2: the label is empty"],
    [`${HEADER}\nt,a,"b\n`, "line 2: a quoted cell that begins here does not end"],
    [`${HEADER},answer_kind\nt,a,,maybe\n`, 'line 2: answer_kind "maybe": expected label, none_fit, cant_tell'],
  ])("says what and where: %j", async (text, complaint) => {
    expect(await complaintAbout(text)).toContain(complaint);
  });

  it("says in which line something is not UTF-8", async () => {
    const text = Buffer.concat([Buffer.from(`${HEADER}\nt,a,b\nt,a,`), Uint8Array.of(0xe9), Buffer.from("\n")]);
    expect(await complaintAbout(text)).toContain("bad.csv: line 3: this is not UTF-8 text");
  });

  it("names the methods that there are", async () => {
    expect(await complaintAbout(`${HEADER}\nt,a,b\n`, "--method", "best")).toContain(
      "--method best: expected default, majority, wawa, two-pass, dawid-skene, one-coin, glad, mace",
    );
  });

  it.each([
    ["task,label\nt,b\nt,c\n", 'line 3: task "t" stands here again, and says otherwise than before'],
    ["task\nt\n", 'line 1: the header lacks "label"'],
    ["task,label\nt,__cant_tell__\n", "line 2: __cant_tell__ is no label of a task"],
  ])("finds what is wrong in gold: %j", async (gold, complaint) => {
    write("gold.csv", gold);
    expect(await complaintAbout(`${HEADER}\nt,a,b\n`, "--gold", at("gold.csv"))).toContain(complaint);
  });

  it.each([
    ["task,label,probability\nt,b,1.2\n", 'line 2: probability "1.2": expected a number from 0 to 1'],
    ["task,label,probability\nt,b,0.7\nt,c,0.7\n", 'the probabilities of task "t" sum to 1.4'],
    ["task,label\nt,b\nt,c\n", 'task "t" has several labels and no probabilities'],
  ])("finds what is wrong in predictions: %j", async (predictions, complaint) => {
    write("predictions.csv", predictions);
    const options = ["--predictions", at("predictions.csv")];
    expect(await complaintAbout(`${HEADER}\nt,a,b\nt,d,c\n`, ...options)).toContain(complaint);
  });

  it("says when a file is not there or may not be written, and leaves what stood there", async () => {
    expect((await run("aggregate", at("nowhere.csv"), "--out", at("x"))).complained).toMatch(/there is no such file/);
    const answers = write("answers.csv", `${HEADER}\nt,a,b\n`);
    write("stands.csv", "as it was");
    const failed = await run("aggregate", answers, "--soft", at("stands.csv"), "--out", at("no/such/folder.csv"));
    expect(failed.complained).toMatch(/cannot write .*folder\.csv/);
    expect(read("stands.csv")).toBe("as it was");
    expect(names().filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("explains itself", async () => {
    const { said } = await run("aggregate", "--help");
    for (const word of ["--keep-all", "Ties:", "__cant_tell__", "task,worker,label", ...METHOD_NAMES])
      expect(said).toContain(word);
  });
});
