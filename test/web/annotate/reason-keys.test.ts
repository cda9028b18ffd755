import { describe, expect, test } from "vitest";
import { CANT_TELL_REASONS, UNUSABLE_REASONS } from "../../../core/annotation.ts";
import { reasonOf } from "../../../web/annotate/reason-keys.ts";

const key = (code: string, ctrlKey = false) => ({ code, ctrlKey, metaKey: false, altKey: false });

describe("a digit while reasons are asked for", () => {
  test("is the reason at its place, on either half of the keyboard", () => {
    expect(CANT_TELL_REASONS.map((_, at) => reasonOf("cant-tell", key(`Digit${at + 1}`)))).toEqual(
      CANT_TELL_REASONS.map((reason) => ({ kind: "cant_tell", reason })),
    );
    expect(UNUSABLE_REASONS.map((_, at) => reasonOf("unusable", key(`Numpad${at + 1}`)))).toEqual(
      UNUSABLE_REASONS.map((reason) => ({ kind: "unusable", reason })),
    );
  });

  test("means nothing beyond the reasons, with Ctrl, or on another sheet", () => {
    expect(reasonOf("cant-tell", key("Digit9"))).toBeUndefined();
    expect(reasonOf("cant-tell", key("Digit1", true))).toBeUndefined();
    expect(reasonOf("keys", key("Digit1"))).toBeUndefined();
    expect(reasonOf(undefined, key("Digit1"))).toBeUndefined();
  });
});
