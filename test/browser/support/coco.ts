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
export const downloadBoxes = async (person: Person): Promise<ReadonlyMap<string, readonly number[]>> => {
  const { images, annotations } = JSON.parse(await download(person, "instances.json")) as Coco;
  const nameOf = new Map(images.map(({ id, file_name }) => [id, file_name]));
  return new Map(annotations.map(({ image_id, bbox }) => [nameOf.get(image_id) ?? "", bbox]));
};

interface Line {
  readonly worker: string;
  readonly status: string;
  readonly answer: { readonly value?: { readonly shapes?: readonly { readonly bbox: readonly number[] }[] } };
}

/** Of each annotator, by pseudonym, the first box of each of her current answers, as `annotations.jsonl` has them. */
export const downloadDrawn = async (person: Person): Promise<ReadonlyMap<string, readonly (readonly number[])[]>> => {
  const lines = (await download(person, "annotations.jsonl")).trim().split("\n");
  const drawn = lines
    .map((line) => JSON.parse(line) as Line)
    .filter(({ status }) => status === "current")
    .flatMap(({ worker, answer }) => {
      const box = answer.value?.shapes?.[0];
      return box ? [{ worker, bbox: box.bbox }] : [];
    });
  return new Map(
    [...Map.groupBy(drawn, ({ worker }) => worker)].map(([who, own]) => [who, own.map(({ bbox }) => bbox)]),
  );
};

const download = async ({ page }: Person, name: string): Promise<string> => {
  const link = page.getByRole("link", { name, exact: true });
  await link.waitFor({ timeout: 120_000 });
  const coming = page.waitForEvent("download");
  await link.click();
  return readFile(await (await coming).path(), "utf8");
};
