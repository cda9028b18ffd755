import { describe, expect, it } from "vitest";
import { spelledOut } from "../../core/unseen-marks.ts";

describe("marks that nobody sees", () => {
  it.each([
    ["leaf\u202egnp.exe", "leaf⟨U+202E⟩gnp.exe"],
    ["a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩"],
    ["\ufeffleaf\u200b", "⟨U+FEFF⟩leaf⟨U+200B⟩"],
    ["\u{e0041}", "⟨U+E0041⟩"],
  ])("in the name %j are spelled out", (name, shown) => expect(spelledOut(name)).toBe(shown));

  it.each(["leaf.png", "क्‍ष", "می‌خواهم", "👩🏽‍🌾", "𝕃eaf"])("leave %s as it is: its joiners are letters", (name) =>
    expect(spelledOut(name)).toBe(name),
  );
});
