import type { Surface } from "./surface.ts";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Keys while the stage has the focus. True when the key was used, and must not mean anything else. */
export const onStageKey = (event: KeyboardEvent, surface: Surface): boolean => {
  if (event.ctrlKey || event.metaKey) return false;
  const arrow = STEPS[event.code];
  if (arrow) {
    const pixels = event.shiftKey ? 10 : 1;
    surface.arrow({ x: arrow[0] * pixels, y: arrow[1] * pixels }, event.altKey);
    return true;
  }
  switch (event.code) {
    case "Enter":
    case "NumpadEnter":
      return surface.place();
    case "Escape":
      return surface.cancel();
    // Past the last box focus moves on: the stage is no trap.
    case "Tab":
      return surface.cycle(event.shiftKey ? -1 : 1);
    case "Delete":
    case "Backspace":
      return surface.remove();
    default:
      return false;
  }
};
