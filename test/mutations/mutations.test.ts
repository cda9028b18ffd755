import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../tidy/sources.ts";
import { MUTATIONS } from "./all.ts";
import { editsByFile, type Mutation, patched } from "./mutation.ts";

const whatIsWrong = ({ edits, caughtBy }: Mutation): readonly string[] => {
  const missing = (caughtBy.by === "tests" ? caughtBy.files : []).filter((file) => !existsSync(join(root, file)));
  const unfit = [...editsByFile({ edits })].flatMap(([file, some]) => {
    const change = patched(readFileSync(join(root, file), "utf8"), some);
    if (change.state === "no-longer-applies") return [change.why];
    try {
      stripTypeScriptTypes(change.text);
      return [];
    } catch (error) {
      return [`${file} can no longer be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
  return [...missing.map((file) => `${file} is not there to catch it`), ...unfit];
};

describe("the list of faults that the tests must catch (npm run mutations)", () => {
  it.each(MUTATIONS)("$name still applies, and leaves a file that can be read", (mutation) => {
    expect(whatIsWrong(mutation)).toEqual([]);
  });

  it("names each of them once", () => {
    const names = MUTATIONS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names.length).toBeGreaterThanOrEqual(18);
  });

  it("is told when a text is there no more, or more than once, or nothing changes", () => {
    const edit = { file: "a.ts", from: "b", to: "c" };
    expect(patched("a b", [edit])).toEqual({ state: "patched", text: "a c" });
    expect(patched("a", [edit]).state).toBe("no-longer-applies");
    expect(patched("b b", [edit]).state).toBe("no-longer-applies");
    expect(patched("b", [{ ...edit, to: "b" }]).state).toBe("no-longer-applies");
  });
});
