import { ROTTEN_LEAF_EATER } from "./annotators.ts";
import type { DownloadedFile } from "./download.ts";
import { PROPOSED_NAME } from "./say.ts";

/** What an export says of the demonstration: read from its files and from nothing else. */
export interface Findings {
  readonly items: number;
  readonly byState: Readonly<Record<string, number>>;
  /** Of the agreed ones, by the label that they were agreed to be. */
  readonly byLabel: Readonly<Record<string, number>>;
  /** COCO's category ids by label. */
  readonly categories: Readonly<Record<string, number>>;
  /** Items that were asked for in a second round. */
  readonly askedAgain: number;
  /** The words of the data card. */
  readonly card: string;
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
  const coco = JSON.parse(textOf("instances.json")) as Coco;
  return {
    items: consensus.length,
    byState: countBy(consensus, ({ state }) => String(state)),
    byLabel: countBy(
      consensus.filter(({ state }) => state === "agreed"),
      ({ value }) => String((value as { readonly classes?: readonly string[] }).classes?.[0]),
    ),
    categories: Object.fromEntries(coco.categories.map(({ id, name }) => [name, id])),
    askedAgain: consensus.filter(({ round }) => Number(round) > 1).length,
    card: textOf("README.md"),
    annotations: annotations.length,
    byKind: countBy(annotations, ({ answer }) => String((answer as Line)["kind"])),
    annotators: new Set(annotations.map(({ worker }) => worker)).size,
    boxes: coco.annotations.length,
    files,
  };
};

interface Coco {
  readonly annotations: readonly unknown[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

const countBy = (all: readonly Line[], nameOf: (one: Line) => string): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const one of all) counts[nameOf(one)] = (counts[nameOf(one)] ?? 0) + 1;
  return counts;
};

/** What went otherwise than the story goes; empty when all is well. */
export const surprisesIn = (
  findings: Findings,
  { pictures, affected }: { readonly pictures: number; readonly affected: number },
): readonly string[] => {
  const { items, byState, byKind, byLabel, annotators, categories, askedAgain, card } = findings;
  const expected: readonly (readonly [boolean, string])[] = [
    [items === pictures, `${pictures} pictures went in and ${items} items came out`],
    [(byState["contested"] ?? 0) === 0, "an item is contested although everybody has the label she wants"],
    [(byLabel[ROTTEN_LEAF_EATER] ?? 0) > 0, "nothing was agreed to be what Nehma proposed"],
    [askedAgain === affected, `${affected} items were to be asked for again and ${askedAgain} were`],
    [
      JSON.stringify(categories) === JSON.stringify({ pest: 1, "not-a-pest": 2, [ROTTEN_LEAF_EATER]: 3 }),
      `the old labels do not have their ids, or the new one has none: ${JSON.stringify(categories)}`,
    ],
    [(byKind["none_fit"] ?? 0) > 0, 'nobody\'s "none of these fit" is in the export'],
    [(byKind["cant_tell"] ?? 0) > 0, "nobody's \"I can't tell\" is in the export"],
    [annotators === 3, `three people answered and ${annotators} are in the export`],
    [card.includes(PROPOSED_NAME), "the data card does not tell of the proposal"],
    [card.includes("the name has to say that it harms"), "the data card does not tell why a proposal was declined"],
  ];
  return expected.filter(([holds]) => !holds).map(([, surprise]) => surprise);
};

/** A short table for a person. */
export const tableOf = (findings: Findings): string => {
  const { byState, byKind, byLabel, categories } = findings;
  const rows: readonly (readonly [string, number, string?])[] = [
    ["items", findings.items, `${findings.askedAgain} of them asked for again`],
    ["  agreed", byState["agreed"] ?? 0],
    ...Object.entries(categories).map(
      ([label, id]) => [`    ${label}`, byLabel[label] ?? 0, `category ${id}`] as const,
    ),
    ["  contested", byState["contested"] ?? 0],
    ["  none of these fit", byState["none_fit"] ?? 0],
    ["  can't tell", byState["cant_tell"] ?? 0],
    ["annotations", findings.annotations, `by ${findings.annotators} people, none left out`],
    ["  labelled", byKind["labelled"] ?? 0],
    ["  none of these fit", byKind["none_fit"] ?? 0],
    ["  can't tell", byKind["cant_tell"] ?? 0],
    ["boxes agreed on", findings.boxes],
    ["files", findings.files.length, "sha256 of each is right; README.md tells the story"],
  ];
  return rows
    .map(([name, count, note]) => `  ${name.padEnd(24)}${String(count).padStart(5)}${note ? `   ${note}` : ""}`)
    .join("\n");
};
