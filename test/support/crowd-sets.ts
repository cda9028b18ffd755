import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ClassAnswers, classAnswers } from "../../core/consensus/classes/class-answers.ts";

/** Where real crowdsourced answers lie beside the repository, on machines that have them. */
const FOLDER = join(import.meta.dirname, "..", "..", "..", "shared", "data", "crowd");

/** The ten sets of answers whose truth is known and whose labels are classes. */
export const CROWD_SETS = [
  "bluebird",
  "dog",
  "rte",
  "web",
  "cf",
  "music_genre_ms",
  "sp_amt",
  "zencrowd_in",
  "d_product",
  "d_possent",
] as const;
export type CrowdSetName = (typeof CROWD_SETS)[number];

export interface CrowdSet {
  readonly answers: ClassAnswers;
  /** By item, -1 where no truth is known. */
  readonly truth: Int32Array;
  readonly labelNames: readonly string[];
}

/** False on a machine without them: a test then says that it showed nothing (`context.annotate`). */
export const hasCrowdSets = (): boolean => existsSync(FOLDER);
export const crowdFile = (set: string, file: string): string => join(FOLDER, set, file);

/** Reads a set as the published figures do: exact duplicate rows are dropped, several labels of one person are kept. */
export const crowdSet = (name: CrowdSetName): CrowdSet => {
  const rows = [...new Set(linesOf(crowdFile(name, "label.csv")))].map((line) => line.split(","));
  const truthRows = linesOf(crowdFile(name, "truth.csv")).map((line) => line.split(","));
  const itemAt = numbered(rows.map(([item]) => item ?? ""));
  const annotatorAt = numbered(rows.map(([, annotator]) => annotator ?? ""));
  const labelAt = numbered([...rows.map((row) => row[2] ?? ""), ...truthRows.map((row) => row[1] ?? "")]);
  const column = (at: number, numbers: ReadonlyMap<string, number>) =>
    Int32Array.from(rows, (row) => numbers.get(row[at] ?? "") ?? -1);
  const truth = new Int32Array(itemAt.size).fill(-1);
  for (const [item, label] of truthRows) {
    const at = itemAt.get(item ?? "");
    if (at !== undefined) truth[at] = labelAt.get(label ?? "") ?? -1;
  }
  const answers = classAnswers(
    { item: column(0, itemAt), annotator: column(1, annotatorAt), label: column(2, labelAt) },
    { items: itemAt.size, annotators: annotatorAt.size, labels: labelAt.size },
  );
  return { answers, truth, labelNames: [...labelAt.keys()] };
};

const linesOf = (path: string): readonly string[] =>
  readFileSync(path, "utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== "");

const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].sort().map((name, at) => [name, at]));
