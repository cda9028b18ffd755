import { readFile } from "node:fs/promises";
import type { Person } from "./world.ts";

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly bbox: readonly number[] }[];
}

/** Asks for an export on the page of exports; what was said until then will be in it. */
export const askForExport = async ({ page, say }: Person): Promise<void> => {
  await page.getByRole("button", { name: say("exports.go") }).click();
  await page.getByText(say("exports.soon")).waitFor();
};

/** Waits on the page until the export is there, downloads its COCO file, and gives the boxes by the name of the file. */
export const downloadBoxes = async ({ page }: Person): Promise<ReadonlyMap<string, readonly number[]>> => {
  const link = page.getByRole("link", { name: "instances.json", exact: true });
  await link.waitFor({ timeout: 120_000 });
  const coming = page.waitForEvent("download");
  await link.click();
  const { images, annotations } = JSON.parse(await readFile(await (await coming).path(), "utf8")) as Coco;
  const nameOf = new Map(images.map(({ id, file_name }) => [id, file_name]));
  return new Map(annotations.map(({ image_id, bbox }) => [nameOf.get(image_id) ?? "", bbox]));
};
