import { afterEach, describe, expect, test } from "vitest";
import { decideDemo, demoState, setDemoState } from "../../local/demonstration/marker.ts";
import { removeFolders, temporaryFolder } from "./support/template-cloud.ts";

const here = { wanted: true, isListening: false };
const listening = { wanted: false, isListening: true };
const without = { wanted: false, isListening: false };

afterEach(removeFolders);

describe("whether a folder has the demonstration", () => {
  test("is decided at its first start", () => {
    const folder = temporaryFolder();
    expect(demoState(folder)).toBe("undecided");
    expect(decideDemo(folder, here)).toBe("begun");
    expect(decideDemo(folder, here)).toBe("begun");
  });

  test("is not decided again once it is complete, whatever became of it", () => {
    const folder = temporaryFolder();
    decideDemo(folder, here);
    setDemoState(folder, "complete");
    expect(decideDemo(folder, without)).toBe("complete");
  });

  test.each([
    ["--no-demo", without],
    ["--listen", listening],
  ])("stays no after a first start with %s", (_, first) => {
    const folder = temporaryFolder();
    expect(decideDemo(folder, first)).toBe("none");
    expect(decideDemo(folder, here)).toBe("none");
    expect(decideDemo(folder, listening)).toBe("none");
  });

  test("keeps it from being served to a network, since everybody knows its passwords", () => {
    const folder = temporaryFolder();
    decideDemo(folder, here);
    expect(() => decideDemo(folder, listening)).toThrow(/passwords everybody knows/);
    setDemoState(folder, "complete");
    expect(() => decideDemo(folder, listening)).toThrow(/choose another with --folder/);
  });
});
