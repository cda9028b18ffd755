import type { DownloadedFile } from "./download.ts";

/** What an export says of the demonstration: read from its files and from nothing else. */
export interface Findings {
  readonly items: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly settledByReview: number;
  readonly annotations: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly annotators: number;
  readonly boxes: number;
  readonly files: readonly DownloadedFile[];
}

type Line = Readonly<Record<string, unknown>>;

export const findingsIn = (files: readonly DownloadedFile[]): Findings => {
  const textOf = (name: string): string => {
    const file = files.find((one) => one.name === name);
    if (!file) throw new Error(`the export has no ${name}, only ${files.map((one) => one.name).join(", ")}`);
    return file.text;
  };
  const lines = (name: string): readonly Line[] =>
    textOf(name)
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  const consensus = lines("consensus.jsonl");
  const annotations = lines("annotations.jsonl").filter(({ status }) => status === "current");
  const coco = JSON.parse(textOf("instances.json")) as { readonly annotations: readonly unknown[] };
  return {
    items: consensus.length,
    byState: countBy(consensus, ({ state }) => String(state)),
    settledByReview: consensus.filter(({ reviewed }) => reviewed === true).length,
    annotations: annotations.length,
    byKind: countBy(annotations, ({ answer }) => String((answer as Line)["kind"])),
    annotators: new Set(annotations.map(({ worker }) => worker)).size,
    boxes: coco.annotations.length,
    files,
  };
};

const countBy = (all: readonly Line[], nameOf: (one: Line) => string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const one of all) counts[nameOf(one)] = (counts[nameOf(one)] ?? 0) + 1;
  return counts;
};

/** What went otherwise than the story goes; empty when all is well. */
export const surprisesIn = (findings: Findings, pictures: number): readonly string[] => {
  const { items, byState, byKind, annotators, settledByReview } = findings;
  const expected: readonly (readonly [boolean, string])[] = [
    [items === pictures, `${pictures} pictures went in and ${items} items came out`],
    [(byState["contested"] ?? 0) === 0, "an item is contested although the vendor settled them"],
    [settledByReview > 0, "nothing was settled by a person"],
    [(byState["none_fit"] ?? 0) > 0 && (byKind["none_fit"] ?? 0) > 0, 'nobody\'s "none of these fit" is in the export'],
    [(byKind["cant_tell"] ?? 0) > 0, "nobody's \"I can't tell\" is in the export"],
    [annotators === 3, `three people answered and ${annotators} are in the export`],
  ];
  return expected.filter(([holds]) => !holds).map(([, surprise]) => surprise);
};

/** A short table for a person. */
export const tableOf = (findings: Findings): string => {
  const { byState, byKind } = findings;
  const rows: readonly (readonly [string, number, string?])[] = [
    ["items", findings.items],
    ["  agreed", byState["agreed"] ?? 0, `${findings.settledByReview} of them settled by a person`],
    ["  contested", byState["contested"] ?? 0],
    ["  none of these fit", byState["none_fit"] ?? 0],
    ["  can't tell", byState["cant_tell"] ?? 0],
    ["annotations", findings.annotations, `by ${findings.annotators} people`],
    ["  labelled", byKind["labelled"] ?? 0],
    ["  none of these fit", byKind["none_fit"] ?? 0],
    ["  can't tell", byKind["cant_tell"] ?? 0],
    ["boxes agreed on", findings.boxes],
    ["files", findings.files.length, "sha256 of each is right"],
  ];
  return rows
    .map(([name, count, note]) => `  ${name.padEnd(22)}${String(count).padStart(5)}${note ? `   ${note}` : ""}`)
    .join("\n");
};
