import { type Answer, CANT_TELL_REASONS, UNUSABLE_REASONS } from "../../core/annotation.ts";
import type { SheetName } from "./panels/head.tsx";

type Pressed = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey">;

/** The answer that a digit means while reasons are asked for, in the order in which they are shown. */
export const reasonOf = (
  sheet: SheetName | undefined,
  { code, ctrlKey, metaKey, altKey }: Pressed,
): Answer | undefined => {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (!digit || ctrlKey || metaKey || altKey) return undefined;
  const at = Number(digit) - 1;
  if (sheet === "cant-tell") {
    const reason = CANT_TELL_REASONS[at];
    return reason && { kind: "cant_tell", reason };
  }
  const reason = sheet === "unusable" ? UNUSABLE_REASONS[at] : undefined;
  return reason && { kind: "unusable", reason };
};
