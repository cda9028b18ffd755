import type { Tool } from "../ontology.ts";
import { type CocoHeader, cocoBetween, cocoClosing, cocoOpening, cocoPieces, drawsShapes } from "./coco.ts";
import { csvHeader, labelVoteRows, rawAnswerRows } from "./csv.ts";
import type { BundleContext, ExportedItem } from "./exported-item.ts";
import { annotationLines, consensusLine } from "./jsonl.ts";
import { softLabelLine } from "./soft-labels.ts";
import { undecidedLine } from "./undecided.ts";

export const EXPORT_FORMATS = ["jsonl", "coco", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Texts that shards write apart, item by item, and that files are joined from in the order of items. */
export const STREAMS = [
  "annotations",
  "consensus",
  "undecided",
  "coco-images",
  "coco-annotations",
  "raw",
  "raw-safe",
  "votes",
  "votes-safe",
  "soft",
  /** Of a whole piece, not of an item: what the data card is filled from (data-card/facts.ts). In no file. */
  "facts",
] as const;
export type StreamName = (typeof STREAMS)[number];

/**
 * A file from its parts. `verbatim` copies a stream; `images` and `annotations` number its lines and put commas between
 * them. A line of `coco-annotations` begins with the place of its image among the images of its shard, and a tab.
 */
export interface FileRecipe {
  readonly name: string;
  readonly parts: readonly RecipePart[];
}
export type RecipePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "verbatim"; readonly stream: StreamName }
  | { readonly kind: "images" | "annotations"; readonly stream: StreamName };

const text = (content: string): RecipePart => ({ kind: "text", text: content });
const verbatim = (stream: StreamName): RecipePart => ({ kind: "verbatim", stream });

/** The files of a bundle. What was decided, and what was not, is in every one. Adding a format: a case here and its streams. */
export const recipesFor = (
  formats: readonly ExportFormat[],
  header: CocoHeader & { readonly tools: readonly Tool[] },
): readonly FileRecipe[] => [
  { name: "consensus.jsonl", parts: [verbatim("consensus")] },
  { name: "undecided.jsonl", parts: [verbatim("undecided")] },
  { name: "soft_labels.jsonl", parts: [verbatim("soft")] },
  ...EXPORT_FORMATS.filter((format) => formats.includes(format)).flatMap((format) => RECIPES[format](header)),
];

const RECIPES: Readonly<
  Record<ExportFormat, (header: CocoHeader & { readonly tools: readonly Tool[] }) => readonly FileRecipe[]>
> = {
  jsonl: () => [{ name: "annotations.jsonl", parts: [verbatim("annotations")] }],
  coco: (header) => [
    {
      name: drawsShapes(header.tools) ? "instances.json" : "image_labels.json",
      parts: [
        text(cocoOpening(header)),
        { kind: "images", stream: "coco-images" },
        text(cocoBetween),
        { kind: "annotations", stream: "coco-annotations" },
        text(cocoClosing),
      ],
    },
  ],
  csv: () => [
    { name: "raw_answers.csv", parts: [text(csvHeader), verbatim("raw")] },
    { name: "raw_answers_labels_only.csv", parts: [text(csvHeader), verbatim("votes")] },
    { name: "raw_answers-spreadsheet-safe.csv", parts: [text(csvHeader), verbatim("raw-safe")] },
    { name: "raw_answers_labels_only-spreadsheet-safe.csv", parts: [text(csvHeader), verbatim("votes-safe")] },
  ],
};

/** What one item adds to each stream. `imagesBefore`: images of this shard before it. */
export const streamsOf = (
  item: ExportedItem,
  formats: readonly ExportFormat[],
  context: BundleContext & { readonly tools: readonly Tool[] },
  imagesBefore: number,
): Readonly<Partial<Record<StreamName, string>>> => {
  const coco = formats.includes("coco") ? cocoPieces(item, context) : undefined;
  return {
    consensus: lines([consensusLine(item, context)]),
    undecided: lines([undecidedLine(item, context)]),
    soft: lines([softLabelLine(item, context)]),
    ...(formats.includes("jsonl") && { annotations: lines(annotationLines(item, context)) }),
    ...(coco && {
      "coco-images": lines([coco.image]),
      "coco-annotations": lines(coco.annotations.map((annotation) => `${imagesBefore}\t${annotation}`)),
    }),
    ...(formats.includes("csv") && {
      raw: rawAnswerRows(item, context, "exact"),
      "raw-safe": rawAnswerRows(item, context, "spreadsheet-safe"),
      votes: labelVoteRows(item, context, "exact"),
      "votes-safe": labelVoteRows(item, context, "spreadsheet-safe"),
    }),
  };
};

const lines = (some: readonly (string | undefined)[]): string =>
  some.map((line) => (line === undefined ? "" : `${line}\n`)).join("");
