import type { Locator } from "playwright-core";
import type { Person } from "./world.ts";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How somebody works the labelling page: one for each way of giving input. */
export interface Hand {
  /** A label of the whole picture, by its name or by its place in the list (from 0). */
  choose(label: string, at: number): Promise<void>;
  /** A box, in pixels of the upright picture. */
  draw(box: Rect): Promise<void>;
  send(): Promise<void>;
  noneFit(): Promise<void>;
  cantTell(): Promise<void>;
}

export const picture = ({ page }: Person): Locator => page.locator("img.picture");

/** Where a point of the upright picture lies on the screen now. */
export const onScreen = async (person: Person): Promise<(x: number, y: number) => { x: number; y: number }> => {
  const image = picture(person);
  const [box, width] = [await image.boundingBox(), Number(await image.getAttribute("width"))];
  if (!box) throw new Error("no picture is shown");
  const scale = box.width / width;
  return (x, y) => ({ x: box.x + x * scale, y: box.y + y * scale });
};

export const button = ({ page, say }: Person, key: string): Locator =>
  page.getByRole("button", { name: say(key), exact: true });

/** Which item it is and how wide its picture: enough to tell the drawn pictures apart from others. */
export const shownWidth = async (person: Person): Promise<number> => {
  await person.page.locator("img.picture:not(.coming)").waitFor();
  return Number(await picture(person).getAttribute("width"));
};

/** Whether there is an item to label; waits while the page is asking. */
export const hasItem = async (person: Person): Promise<boolean> => {
  const { page } = person;
  const [some, none] = [page.locator("img.picture:not(.coming)"), page.locator(".no-item h2")];
  await some.or(none).first().waitFor();
  return (await none.count()) === 0;
};

/** Works through everything there is. Returns how many items were answered. */
export const labelAll = async (
  person: Person,
  answer: (width: number) => Promise<void>,
  { most = Number.POSITIVE_INFINITY } = {},
): Promise<number> => {
  let answered = 0;
  while (answered < most && (await hasItem(person))) {
    const address = await picture(person).getAttribute("src");
    await answer(await shownWidth(person));
    answered++;
    // The next one is at hand; until the last is sent there may be none.
    await person.page.locator(`img.picture[src="${address}"]`).waitFor({ state: "detached" });
  }
  return answered;
};
