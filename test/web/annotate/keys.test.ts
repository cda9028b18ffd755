import { describe, expect, test } from "vitest";
import { commandOf } from "../../../web/annotate/keys.ts";

const key = (code: string, more: Partial<KeyboardEvent> = {}) => ({
  code,
  key: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe("keys", () => {
  test("are known by their place, so that a Hindi layout has the same", () => {
    expect(commandOf(key("KeyX", { key: "ॅ" }), true)).toEqual({ do: "cant-tell" });
    expect(commandOf(key("Digit3", { key: "३" }), true)).toEqual({ do: "label", index: 2 });
    expect(commandOf(key("Numpad0"), true)).toEqual({ do: "none-fit" });
  });

  test("without single keys only those with Ctrl act", () => {
    for (const code of ["Enter", "KeyX", "Digit1", "KeyB", "KeyZ"]) expect(commandOf(key(code), false)).toBeUndefined();
    expect(commandOf(key("Enter", { ctrlKey: true }), false)).toEqual({ do: "send" });
    expect(commandOf(key("KeyZ", { ctrlKey: true, shiftKey: true }), false)).toEqual({ do: "redo" });
  });

  test("leave the browser's own alone", () => {
    expect(commandOf(key("KeyF", { ctrlKey: true }), true)).toBeUndefined();
    expect(commandOf(key("KeyB", { altKey: true }), true)).toBeUndefined();
    expect(commandOf(key("Digit1", { metaKey: true }), true)).toBeUndefined();
  });
});
