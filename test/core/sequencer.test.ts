import { describe, expect, it } from "vitest";
import { isBefore } from "../../core/sequencer.ts";

describe("the order of a key's events", () => {
  it("is by text, the shorter padded on the right", () => {
    expect(isBefore("0055", "0056")).toBe(true);
    expect(isBefore("0056", "0055")).toBe(false);
    expect(isBefore("005", "0050")).toBe(false);
    expect(isBefore("005", "00501")).toBe(true);
    expect(isBefore("0100", "02")).toBe(true);
  });

  it("is none where one of them does not say", () => {
    expect(isBefore(undefined, "01")).toBe(false);
    expect(isBefore("01", undefined)).toBe(false);
  });
});
