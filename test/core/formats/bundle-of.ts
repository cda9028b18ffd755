import type { Answer } from "../../../core/annotation.ts";
import { type ExportFormat, recipesFor, type StreamName, streamsOf } from "../../../core/formats/bundle.ts";
import type { CocoHeader } from "../../../core/formats/coco.ts";
import type { BundleContext, ExportedAnswer, ExportedItem } from "../../../core/formats/exported-item.ts";
import { numberAnnotations, numberImages } from "../../../core/formats/number-lines.ts";
import type { ItemId } from "../../../core/ids.ts";
import type { Label, Tool } from "../../../core/ontology.ts";
import { STRAIGHT } from "../../../core/ontology-change/crosswalk.ts";
import { label } from "../consensus/answers.ts";

export const aLabel = (id: string, number: number): Label => ({
  id: label(id),
  number,
  names: { hi: `${id} hi`, en: `The ${id}` },
  definition: { en: `What a ${id} is` },
  colour: "#0072b2",
});

export const anItemId = (at: number): ItemId =>
  `${"a".repeat(18)}${"abcdefghij"[at % 10]}${"abcdefghij"[Math.floor(at / 10)]}` as ItemId;

export const anAnswer = (
  answer: Answer,
  { pseudonym = "w1", ...rest }: Partial<Omit<ExportedAnswer, "answer">> = {},
): ExportedAnswer => ({
  round: 1,
  revision: 1,
  pseudonym,
  answer,
  ontologyVersion: 1,
  day: "2026-03-01",
  counted: true,
  current: true,
  ...rest,
});

export const anItem = (
  at: number,
  outcome: ExportedItem["outcome"],
  { answers = [], ...rest }: Partial<Omit<ExportedItem, "outcome">> = {},
): ExportedItem => ({
  itemId: anItemId(at),
  name: `leaves/${at}.jpg`,
  sha256: "0".repeat(64),
  media: { kind: "image", contentType: "image/jpeg", width: 640, height: 420, orientation: 1 },
  round: 1,
  outcome,
  reviewed: false,
  askedAgain: [],
  answers,
  ...rest,
});

export const context: BundleContext & { readonly tools: readonly Tool[] } & CocoHeader = {
  labels: [aLabel("pest", 2), aLabel("leaf", 1)],
  retired: [],
  crosswalk: STRAIGHT,
  ontologyVersion: 3,
  pseudonymScope: "scope-one",
  tools: ["box"],
  title: { en: "Forest insects" },
  askedBy: "A forest office",
  asOfMs: Date.parse("2026-03-02T10:00:00Z"),
};

/** Writes a bundle as shards and the joining do, with as many items in a shard as is said. */
export const bundleOf = (
  items: readonly ExportedItem[],
  formats: readonly ExportFormat[],
  about = context,
  itemsPerShard = 2,
): ReadonlyMap<string, string> => {
  const shards: Partial<Record<StreamName, string>>[] = [];
  const imagesIn: number[] = [];
  for (let from = 0; from < items.length; from += itemsPerShard) {
    const shard: Partial<Record<StreamName, string>> = {};
    let images = 0;
    for (const item of items.slice(from, from + itemsPerShard)) {
      const written = streamsOf(item, formats, about, images);
      if (written["coco-images"]) images++;
      for (const [stream, text] of Object.entries(written)) {
        shard[stream as StreamName] = (shard[stream as StreamName] ?? "") + text;
      }
    }
    shards.push(shard);
    imagesIn.push(images);
  }
  const joined = recipesFor(formats, about).map(({ name, parts }) => {
    const texts = parts.map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "verbatim") return shards.map((shard) => shard[part.stream] ?? "").join("");
      const image = numberImages();
      const annotation = numberAnnotations();
      return shards
        .flatMap((shard, at) => {
          const before = imagesIn.slice(0, at).reduce((sum, count) => sum + count, 0);
          const lines = (shard[part.stream] ?? "").split("\n").slice(0, -1);
          return lines.map((line) => (part.kind === "images" ? image(line) : annotation(line, before)));
        })
        .join("");
    });
    return [name, texts.join("")] as const;
  });
  return new Map(joined);
};

export const fileOf = (files: ReadonlyMap<string, string>, name: string): string => {
  const text = files.get(name);
  if (text === undefined) throw new Error(`no ${name} among ${[...files.keys()].join(", ")}`);
  return text;
};

export const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
