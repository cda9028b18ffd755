import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { forestInsects } from "../../core/demonstration/forest-insects.ts";
import { eventually } from "../support/api.ts";
import { startBrowser } from "../support/browser.ts";
import { startServer } from "../support/server.ts";

/**
 * `npm run screenshot`: the README's picture, docs/labelling.png, taken of the demonstration on a server of its own. An
 * annotator has chosen a label for the whole picture and drawn a box.
 */
const place = join(import.meta.dirname, "..", "..", "docs", "labelling.png");

const signIn = async (
  page: Page,
  person: { readonly signInName: string; readonly password: string },
): Promise<void> => {
  await page.getByLabel("Sign-in name").fill(person.signInName);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.keyboard.press("Enter");
};

/** Draws round the insect that is there: which picture comes first is left to chance. */
const draw = async (page: Page): Promise<void> => {
  const picture = page.locator(".picture");
  const shown = await picture.boundingBox();
  const address = decodeURIComponent((await picture.getAttribute("src")) ?? "");
  const drawn = forestInsects().find(({ name }) => address.includes(`/${name}.jpg`));
  const insect = drawn?.insects[0]?.box;
  if (!shown || !drawn || !insect) throw new Error(`no insect to draw round in ${address}`);
  const scale = shown.width / drawn.width;
  const at = (x: number, y: number) => [shown.x + x * scale, shown.y + y * scale] as const;
  await page.getByRole("button", { name: "Boxes" }).click();
  await page.mouse.move(...at(insect.x, insect.y));
  await page.mouse.down();
  await page.mouse.move(...at(insect.x + insect.width / 2, insect.y + insect.height / 2));
  await page.mouse.move(...at(insect.x + insect.width, insect.y + insect.height));
  await page.mouse.up();
};

const server = await startServer();
const { browser, close } = await startBrowser();
try {
  const marker = join(server.folder, "demonstration");
  await eventually(
    "the demonstration's pictures",
    async () => (await readFile(marker, "utf8")) === "complete\n" || undefined,
    240_000,
  );
  const annotator = server.addresses.demo.find(({ role }) => role === "annotator");
  if (!annotator) throw new Error("the demonstration has no annotator");
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-IN", colorScheme: "light" });
  await page.goto(server.addresses.page);
  await signIn(page, annotator);
  await page.getByRole("link", { name: /Start labelling/ }).click();
  await page.getByRole("dialog").getByRole("button").last().click();
  await page.locator(".picture:not(.coming)").waitFor();
  await page.keyboard.press("1");
  await draw(page);
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 96, dither: 0, effort: 10 })
    .toFile(place);
  console.log(place);
} finally {
  await close();
  await server.close();
}
