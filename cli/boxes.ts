import { parseArgs } from "node:util";
import { type BoxFusion, fuseBoxes } from "../core/consensus/shapes/fuse-boxes.ts";
import { type CocoDrawings, cocoDrawings } from "./boxes-coco.ts";
import { cocoLines } from "./boxes-lines.ts";
import type { Command } from "./command.ts";
import { bytesOf, titleOf } from "./crowd-csv/read-rows.ts";
import { wholeFiles } from "./crowd-csv/whole-files.ts";
import { shownProgress } from "./shown-progress.ts";

const HELP = `Usage: npm run -s labelloop -- boxes ANNOTATIONS --out CONSENSUS

Makes one box for each thing of what several annotators drew.

  ANNOTATIONS        COCO, in which "ext": {"annotator": …} of each annotation names who drew it; - for standard input.
                     "ext": {"annotators": […]} of an image lists who looked at it: who is listed and drew nothing saw
                     nothing there. Without it nothing is held against those who drew nothing
  --out FILE         COCO with the fused boxes; - for standard output
  --progress         show progress even where standard error is no terminal

  score              the probability that the thing is there and is of this category
  ext                support (how many drew it), annotators, verdict (holds or doubtful), existence, label_confidence,
                     labels (what they called it), spatial_agreement (mean overlap of every two boxes), doubts

  Boxes are matched across annotators, one of each; whether a thing is there is decided by how often each misses things
  and draws what is not there; sides are fused, not picked. What is not there is left out, and its number said.
  The file is written whole or not at all. The same input gives the same bytes.
`;

/** One box for each thing, from the boxes of several annotators. */
export const boxes: Command = {
  words: ["boxes"],
  usage: "boxes ANNOTATIONS.json --out CONSENSUS.json",
  summary: "one box for each thing that several annotators drew, COCO in and COCO out (boxes --help)",
  help: HELP,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: "string" }, progress: { type: "boolean", default: false } },
    });
    const [path, ...more] = positionals;
    if (!path || more.length > 0) throw new Error("give one file of annotations, or - for standard input");
    const { out } = values;
    if (!out) throw new Error("say where to: --out FILE, or --out - for standard output");
    const show = shownProgress(values.progress);
    show("reading");
    const drawings = cocoDrawings(await textIn(path), titleOf(path));
    show("fusing");
    const fusion = fuseBoxes(drawings.items);
    show("writing");
    const kept = drawings.images.map(({ id }, at) => ({
      imageId: id,
      boxes: fusion.items[at]?.boxes.filter(({ verdict }) => verdict !== "dropped") ?? [],
    }));
    await wholeFiles(({ write }) => write(out, cocoLines(drawings.images, drawings.categories, kept)));
    show("");
    console.error(summaryOf(drawings, fusion));
  },
};

const textIn = async (path: string): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const chunk of bytesOf(path)) pieces.push(Buffer.from(chunk));
  return Buffer.concat(pieces)
    .toString("utf8")
    .replace(/^\ufeff/, "");
};

const summaryOf = ({ images, boxes: drawn }: CocoDrawings, { items, skills }: BoxFusion): string => {
  const all = items.flatMap((item) => item.boxes);
  const count = (wanted: string): number => all.filter(({ verdict }) => verdict === wanted).length;
  return (
    `${drawn} boxes of ${skills.length} annotators on ${images.length} images: ` +
    `${count("holds")} things hold, ${count("doubtful")} are doubtful, ${count("dropped")} dropped`
  );
};
