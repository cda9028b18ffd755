import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { forestInsects, PICTURES } from "../core/demonstration/forest-insects.ts";
import type { Command } from "./command.ts";
import { ORIENTATIONS, type Orientation, rasterised } from "./raster.ts";

/** Pictures to try things with: drawn, so that they belong to nobody, each with what is really there. */
export const drawInsects: Command = {
  words: ["draw-insects"],
  usage: "draw-insects --out FOLDER [--count N] [--seed N] [--orientation 0..8]",
  summary: "draw pictures of forest insects as JPEG, and truth.json beside them",
  run: async (args) => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: "string" },
        count: { type: "string", default: String(PICTURES) },
        seed: { type: "string", default: "2024" },
        orientation: { type: "string" },
      },
    });
    if (!values.out) throw new Error("say where to: --out FOLDER");
    const orientation = values.orientation === undefined ? undefined : orientationOf(values.orientation);
    const pictures = forestInsects(wholeNumber("--count", values.count, PICTURES), wholeNumber("--seed", values.seed));
    await mkdir(values.out, { recursive: true });
    for (const picture of pictures) {
      await writeFile(join(values.out, `${picture.name}.jpg`), await rasterised(picture, orientation));
      process.stderr.write(`\r${picture.name}  `);
    }
    const truth = pictures.map(({ svg: _, ...rest }) => rest);
    await writeFile(join(values.out, "truth.json"), `${JSON.stringify(truth, null, 1)}\n`);
    process.stderr.write("\r");
    console.log(`${pictures.length} pictures and truth.json in ${values.out}`);
  },
};

const orientationOf = (text: string): Orientation => {
  const found = ORIENTATIONS.find((one) => String(one) === text);
  if (found === undefined) throw new Error(`--orientation ${text}: expected 0 to 8`);
  return found;
};

const wholeNumber = (option: string, text: string, max = 2 ** 31): number => {
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number > max)
    throw new Error(`${option} ${text}: expected a whole number up to ${max}`);
  return number;
};
