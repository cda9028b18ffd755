import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { compileCacheFor } from "../../local/functions/compile-cache.ts";
import { openFunctionLog } from "../../local/functions/function-log.ts";
import { removeFolders, temporaryFolder } from "./support/template-cloud.ts";

afterEach(removeFolders);

test("compiled code of earlier assets is removed", () => {
  const folder = join(temporaryFolder(), "compiled");
  const first = compileCacheFor(folder, ["a", "b", "a"]);
  mkdirSync(first);
  expect(compileCacheFor(folder, ["b", "a"])).toBe(first);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(compileCacheFor(folder, ["c"])).not.toBe(first);
  expect(readdirSync(folder)).toEqual([]);
});

describe("a function's log", () => {
  test("keeps two files of a few megabytes, the newest lines always", () => {
    const folder = temporaryFolder();
    const log = openFunctionLog(folder, "Talker", () => undefined);
    for (let n = 0; n < 12; n++) log.write(`${n} ${"x".repeat(1024 * 1024)}\n`);
    expect(readdirSync(folder).sort()).toEqual(["Talker.log", "Talker.log.old"]);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).size).toBeLessThan(4.2 * 1024 * 1024);
    expect(readFileSync(join(folder, "Talker.log"), "utf8")).toMatch(/\n11 x+\n$/);
  });

  test("goes on in the same file after a restart", () => {
    const folder = temporaryFolder();
    openFunctionLog(folder, "Talker", () => undefined).write("one\n");
    openFunctionLog(folder, "Talker", () => undefined).write("two\n");
    expect(readFileSync(join(folder, "Talker.log"), "utf8")).toBe("one\ntwo\n");
  });

  test("tells errors only, also when a line comes in pieces", () => {
    const told: string[] = [];
    const log = openFunctionLog(temporaryFolder(), "Talker", (line) => told.push(line));
    log.write('{"level":"info","event":"error"}\n{"level":"err');
    log.write('or","event":"b"}\nplain "error"\n{"broken "error"\n');
    log.complain("trouble\n");
    expect(told).toEqual(['Talker: {"level":"error","event":"b"}', "Talker: trouble"]);
  });
});
