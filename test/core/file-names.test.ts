import { describe, expect, it } from "vitest";
import { isManifest, isSystemFile } from "../../core/file-names.ts";

describe("names of files", () => {
  it.each(["p/.DS_Store", "p/a/Thumbs.db", "p/desktop.ini", "p/._leaf.jpg", "p/__MACOSX/leaf.jpg"])(
    "%s is left by an operating system",
    (name) => expect(isSystemFile(name)).toBe(true),
  );
  it.each(["p/leaf.jpg", "p/thumbs.jpg", "p/DS_Store", "p/_leaf.jpg"])("%s is somebody's file", (name) =>
    expect(isSystemFile(name)).toBe(false),
  );
  it.each([
    ["p/list.jsonl", true],
    ["p/list.MANIFEST", true],
    ["p/list.json", false],
    ["p/manifest", false],
  ])("%s: a list of items is %s", (name, is) => expect(isManifest(name)).toBe(is));
});
