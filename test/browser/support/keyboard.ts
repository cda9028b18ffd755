import type { Locator } from "playwright-core";
import type { Hand } from "./annotator.ts";
import type { Person } from "./world.ts";

const TABS_MAX = 80;

/** Presses Tab until the focus is where it is wanted: what cannot be reached so cannot be used by keys alone. */
export const tabTo = async ({ page }: Person, wanted: Locator): Promise<void> => {
  for (let pressed = 0; pressed < TABS_MAX; pressed++) {
    if ((await page.locator(":focus").and(wanted).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${TABS_MAX} presses of Tab do not reach ${wanted}`);
};

/** Goes to a control by Tab, then presses a key on it. */
export const pressOn = async (person: Person, wanted: Locator, key = "Enter"): Promise<void> => {
  await wanted.waitFor();
  await tabTo(person, wanted);
  await person.page.keyboard.press(key);
};

/** Goes to a field by Tab and types. */
export const typeInto = async (person: Person, wanted: Locator, text: string): Promise<void> => {
  await wanted.waitFor();
  await tabTo(person, wanted);
  await person.page.keyboard.type(text);
};

/** Everything by keys; no mouse is called, nor anything that would move one. */
export const keysOf = (person: Person): Hand => {
  const { page } = person;
  const press = async (key: string, times = 1): Promise<void> => {
    for (let pressed = 0; pressed < times; pressed++) await page.keyboard.press(key);
  };
  const go = async (from: number, to: number, back: string, on: string): Promise<void> => {
    const way = Math.abs(to - from);
    const arrow = to < from ? back : on;
    await press(`Shift+${arrow}`, Math.floor(way / 10));
    await press(arrow, way % 10);
  };
  let mode: "class" | "box" = "class";
  return {
    choose: async (_, at) => {
      if (mode === "box") await press("m");
      mode = "class";
      await press(String(at + 1));
    },
    draw: async ({ x, y, width, height }) => {
      // A new box starts with a crosshair in the middle of what is seen: of the whole picture.
      await press("w");
      mode = "box";
      const image = page.locator("img.picture");
      const [middleX, middleY] = await Promise.all(
        ["width", "height"].map(async (side) => Math.round(Number(await image.getAttribute(side)) / 2)),
      );
      await go(middleX ?? 0, x, "ArrowLeft", "ArrowRight");
      await go(middleY ?? 0, y, "ArrowUp", "ArrowDown");
      await press("Enter");
      await go(x, x + width, "ArrowLeft", "ArrowRight");
      await go(y, y + height, "ArrowUp", "ArrowDown");
      await press("Enter");
    },
    send: () => press("Enter"),
    noneFit: () => press("0"),
    cantTell: async () => {
      await press("x");
      await page.getByRole("dialog").waitFor();
      await press("1");
    },
  };
};
