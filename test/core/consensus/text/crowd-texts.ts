import { readFileSync } from "node:fs";
import { wordErrorRate } from "../../../../core/consensus/text/edit-distance.ts";
import type { TextItem } from "../../../../core/consensus/text/fit-text-weights.ts";
import type { TextAnswer } from "../../../../core/consensus/text/free-text.ts";
import { crowdFile } from "../../../support/crowd-sets.ts";

/** Translations into English by several people (Li and Fukumoto 2019), and the sentence that they are held against. */
export interface CrowdTexts {
  readonly items: readonly TextItem[];
  readonly truth: ReadonlyMap<string, string>;
}

/** Of several answers of an annotator to a sentence the last counts. */
export const crowdTexts = (set: "J1" | "T1" | "T2"): CrowdTexts => {
  const answers = new Map<string, Map<string, string>>();
  for (const [annotator = "", sentence = "", text = ""] of rowsOf(`CrowdWSA2019_${set}_label_anonymous.tsv`)) {
    const own = answers.get(sentence) ?? new Map<string, string>();
    answers.set(sentence, own.set(annotator, text));
  }
  const truth = rowsOf(`CrowdWSA2019_${set}_gt.tsv`).map(([sentence = "", text = ""]) => [sentence, text] as const);
  const items = [...answers].map(
    ([item, own]): TextItem => ({ item, answers: [...own].map(([annotator, text]) => ({ annotator, text })) }),
  );
  return { items, truth: new Map(truth) };
};

/**
 * The mean over sentences of their word error rate, lower is better: the measure of crowd-kit's published table. Lower
 * case, without punctuation: with these its ROVER, run again, comes within .007 of what it published.
 */
export const meanWordErrorRate = ({ items, truth }: CrowdTexts, fuse: (all: readonly TextAnswer[]) => string): number =>
  items.reduce((sum, { item, answers }) => sum + wordErrorRate(words(fuse(answers)), words(truth.get(item)!)), 0) /
  items.length;

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\s]/gu, "")
    .split(/\s+/)
    .filter((word) => word !== "");

const rowsOf = (file: string): readonly (readonly string[])[] =>
  readFileSync(crowdFile("crowdwsa2019", file), "utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split("\t"));
