import type { CDPSession } from "playwright-core";
import { button, type Hand, onScreen } from "./annotator.ts";
import type { Person } from "./world.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A screen reports a finger about so often. */
const PACE_MS = 12;
/** The way of a hand from the picture to a button. A tap that comes sooner, Chromium takes for the stop of a fling. */
const HAND_MS = 450;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One finger down, along, and up: the events that a phone's screen sends. */
const stroke = async (session: CDPSession, from: Point, to: Point): Promise<void> => {
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: [...points] });
  const steps = 6;
  await send("touchStart", [from]);
  for (let step = 1; step <= steps; step++) {
    await wait(PACE_MS);
    await send("touchMove", [
      { x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps },
    ]);
  }
  await send("touchEnd", []);
  await wait(HAND_MS);
};

/** Everything by a finger on a phone. */
export const touchOf = async (person: Person): Promise<Hand> => {
  const { page, context } = person;
  const session = await context.newCDPSession(page);
  const press = (key: string): Promise<void> => button(person, key).tap();
  return {
    choose: async (label) => {
      await press("annotate.labels.whole");
      await page.getByRole("radio", { name: label, exact: true }).locator("..").tap();
    },
    draw: async (box) => {
      await press("annotate.labels.box");
      const to = await onScreen(person);
      await stroke(session, to(box.x, box.y), to(box.x + box.width, box.y + box.height));
    },
    send: () => press("annotate.send"),
    noneFit: () => press("annotate.noneFit"),
    cantTell: async () => {
      await press("annotate.cantTell");
      await press("annotate.cantTell.just");
    },
  };
};
