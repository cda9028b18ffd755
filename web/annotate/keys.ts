/** What a key asks for. */
export type Command =
  | { readonly do: "label"; readonly index: number }
  | { readonly do: "send" }
  | { readonly do: "none-fit" }
  | { readonly do: "cant-tell" }
  | { readonly do: "previous" }
  | { readonly do: "undo" }
  | { readonly do: "redo" }
  | { readonly do: "zoom-in" }
  | { readonly do: "zoom-out" }
  | { readonly do: "fit" }
  | { readonly do: "hand" }
  | { readonly do: "new-box" }
  | { readonly do: "mode" }
  | { readonly do: "propose" }
  | { readonly do: "instructions" }
  | { readonly do: "keys" }
  | { readonly do: "play" }
  | { readonly do: "seek"; readonly seconds: number };

export type CommandName = Command["do"];

type Pressed = Pick<KeyboardEvent, "code" | "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** By the place of the key, not its letter: the same fingers work on a Hindi layout. */
const BY_CODE: Readonly<Record<string, Command>> = {
  Enter: { do: "send" },
  NumpadEnter: { do: "send" },
  KeyX: { do: "cant-tell" },
  KeyB: { do: "previous" },
  Backspace: { do: "previous" },
  KeyZ: { do: "undo" },
  Equal: { do: "zoom-in" },
  NumpadAdd: { do: "zoom-in" },
  Minus: { do: "zoom-out" },
  NumpadSubtract: { do: "zoom-out" },
  KeyF: { do: "fit" },
  KeyH: { do: "hand" },
  KeyW: { do: "new-box" },
  KeyM: { do: "mode" },
  KeyP: { do: "propose" },
  KeyI: { do: "instructions" },
  KeyK: { do: "play" },
  KeyJ: { do: "seek", seconds: -2 },
  KeyL: { do: "seek", seconds: 2 },
};

/** The command of a key press. Without single keys (WCAG 2.1.4) only those with Ctrl are left. */
export const commandOf = (pressed: Pressed, singleKeys: boolean): Command | undefined => {
  const { code, key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  if (ctrlKey || metaKey) {
    if (code === "Enter" || code === "NumpadEnter") return { do: "send" };
    if (code === "KeyZ") return { do: shiftKey ? "redo" : "undo" };
    return code === "KeyY" ? { do: "redo" } : undefined;
  }
  if (altKey || !singleKeys) return undefined;
  if (key === "?") return { do: "keys" };
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit && !shiftKey) return digit === "0" ? { do: "none-fit" } : { do: "label", index: Number(digit) - 1 };
  if (code === "KeyZ" && shiftKey) return { do: "redo" };
  return shiftKey && code !== "Equal" ? undefined : BY_CODE[code];
};

/** True where keys mean letters, or where the element does something of its own with them. */
export const isTaken = (target: EventTarget | null, code: string): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest("dialog, [popover], textarea, select, [contenteditable]")) return true;
  const input = target.closest("input");
  if (input) return input.type !== "radio" && input.type !== "checkbox";
  const acts = code === "Enter" || code === "NumpadEnter" || code === "Space";
  return acts && target.closest("button, a, summary, video") !== null;
};
