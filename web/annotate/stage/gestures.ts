import type { Point } from "../engine/geometry.ts";
import type { Surface } from "./surface.ts";

type Doing = "nothing" | "tool" | "pan" | "pinch" | "spent";

const pairOf = (down: ReadonlyMap<number, Point>): readonly [Point, Point] | undefined => {
  const [a, b] = [...down.values()];
  return a && b ? [a, b] : undefined;
};

/**
 * Pointers on the stage: one draws (or moves the picture, with the hand, the middle button or the space bar), two zoom
 * and move it and drop what the first had begun. Gives a way to detach.
 */
export const attachGestures = (stage: HTMLElement, surface: Surface): (() => void) => {
  const down = new Map<number, Point>();
  let doing: Doing = "nothing";
  let spaceHeld = false;

  const at = (event: MouseEvent): Point => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const isTouch = (event: PointerEvent): boolean => event.pointerType === "touch";

  const onDown = (event: PointerEvent): void => {
    if (event.button === 2 || (event.target instanceof Element && event.target.closest("button, a, dialog"))) return;
    stage.setPointerCapture(event.pointerId);
    stage.focus({ preventScroll: true });
    down.set(event.pointerId, at(event));
    if (down.size === 2) {
      surface.dropStroke();
      doing = "pinch";
    } else if (down.size > 2) doing = "spent";
    else if (event.button === 1 || spaceHeld || !surface.draws()) {
      event.preventDefault();
      doing = "pan";
    } else {
      doing = "tool";
      surface.press(at(event), isTouch(event));
    }
    stage.classList.toggle("grabbed", doing === "pan");
  };

  const onMove = (event: PointerEvent): void => {
    const to = at(event);
    const from = down.get(event.pointerId);
    if (!from) {
      if (!isTouch(event) && surface.draws()) surface.hover(to);
      return;
    }
    const before = pairOf(down);
    down.set(event.pointerId, to);
    const after = pairOf(down);
    if (doing === "tool") surface.drag(to, isTouch(event));
    else if (doing === "pan") surface.pan({ x: to.x - from.x, y: to.y - from.y });
    else if (doing === "pinch" && before && after) surface.pinch(before, after);
  };

  const onUp = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId)) return;
    if (doing === "tool") {
      if (event.type === "pointercancel") surface.dropStroke();
      else surface.lift();
    }
    // The finger that stays after a pinch must not draw.
    doing = down.size > 0 ? "spent" : "nothing";
    stage.classList.remove("grabbed");
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      // A mouse's notch says 100, a track pad's pinch says 1 to 10: both should feel alike.
      const amount = Math.max(-40, Math.min(40, event.deltaY));
      surface.zoom(Math.exp(-amount * 0.008), at(event));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0;
    surface.pan({ x: sideways ? -event.deltaY : -event.deltaX, y: sideways ? 0 : -event.deltaY });
  };

  const onSpace = (event: KeyboardEvent): void => {
    if (event.code !== "Space") return;
    spaceHeld = event.type === "keydown";
    stage.classList.toggle("grab", spaceHeld);
    event.preventDefault();
  };
  const leave = (): void => {
    spaceHeld = false;
    surface.away();
  };

  stage.addEventListener("pointerdown", onDown);
  stage.addEventListener("pointermove", onMove);
  stage.addEventListener("pointerup", onUp);
  stage.addEventListener("pointercancel", onUp);
  stage.addEventListener("pointerleave", surface.away);
  stage.addEventListener("wheel", onWheel, { passive: false });
  stage.addEventListener("keydown", onSpace);
  stage.addEventListener("keyup", onSpace);
  stage.addEventListener("blur", leave);
  return () => {
    stage.removeEventListener("pointerdown", onDown);
    stage.removeEventListener("pointermove", onMove);
    stage.removeEventListener("pointerup", onUp);
    stage.removeEventListener("pointercancel", onUp);
    stage.removeEventListener("pointerleave", surface.away);
    stage.removeEventListener("wheel", onWheel);
    stage.removeEventListener("keydown", onSpace);
    stage.removeEventListener("keyup", onSpace);
    stage.removeEventListener("blur", leave);
  };
};
