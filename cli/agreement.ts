import { parseArgs } from "node:util";
import { agreementReport } from "../core/agreement/agreement-report.ts";
import { LEVELS, type Level } from "../core/agreement/scale.ts";
import { seeded } from "../core/seeded.ts";
import { agreementJson } from "./agreement-json.ts";
import type { Command } from "./command.ts";
import { RESERVED, readAnswers } from "./crowd-csv/answer-rows.ts";
import { labelNamesOf, numberedAnswers } from "./crowd-csv/numbered-answers.ts";
import { answersAmong, placesAmong } from "./crowd-csv/places.ts";
import { wholeFiles } from "./crowd-csv/whole-files.ts";
import { shownProgress } from "./shown-progress.ts";

const DEFAULT_SEED = "2024";

const SPECIAL: readonly string[] = Object.values(RESERVED);

const HELP = `Usage: npm run -s labelloop -- agreement ANSWERS [options]

Says how far annotators agree, as JSON on standard output.

  ANSWERS            CSV or TSV with the columns task,worker,label, as for aggregate; - for standard input
  --level LEVEL      what labels mean to each other: ${LEVELS.join(", ")} (default: nominal). Above nominal
                     they are numbers
  --keep-all         count every answer, also several of one annotator to one task
  --seed N           of the resamples that give the interval (default: ${DEFAULT_SEED})
  --out FILE         write to a file instead
  --progress         show progress even where standard error is no terminal

  alpha              Krippendorff's, at the level, and alpha_interval: where it would lie with other tasks (95 % bootstrap)
  percent, fleiss, gwet_ac1, brennan_prediger
                     the share of agreeing pairs, and what is left of it after chance; labels as mere names
  by_label           each label against all others, and how often one who says it meets another who does
  confused           the pairs of labels that are most taken for each other, with examples
  disputed           the tasks with the most disagreement

  A figure that is not defined is null, and why_null says why. Answers may be missing anywhere. __none_fit__,
  __cant_tell__ and __unusable__ are labels at the nominal level, and missing answers at the others.
`;

/** How far annotators agree, for whoever asks before using their labels. */
export const agreement: Command = {
  words: ["agreement"],
  usage: `agreement ANSWERS [--level ${LEVELS.join("|")}]`,
  summary: "how far annotators agree: Krippendorff's alpha and others, as JSON (agreement --help)",
  help: HELP,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        level: { type: "string", default: "nominal" },
        seed: { type: "string", default: DEFAULT_SEED },
        out: { type: "string", default: "-" },
        "keep-all": { type: "boolean", default: false },
        progress: { type: "boolean", default: false },
      },
    });
    const [path, ...more] = positionals;
    if (!path || more.length > 0) throw new Error("give one file of answers, or - for standard input");
    const level = levelNamed(values.level);
    const seed = seedIn(values.seed);
    const show = shownProgress(values.progress);
    const file = await readAnswers(path, (rows) => show(`${rows} rows read`));
    show("measuring");
    const numbered = numberedAnswers(file, values["keep-all"]);
    const names = labelNamesOf(numbered);
    const kept = [...names.keys()].filter((label) => level === "nominal" || !SPECIAL.includes(names[label]!));
    const answers = answersAmong(numbered.answers, placesAmong(numbered, kept));
    const named = kept.map((label) => names[label]!);
    const report = agreementReport(answers, named, level, seeded(seed).next);
    const taskOf = (item: number): string => numbered.items.texts[numbered.items.numberAt[item] ?? 0] ?? "";
    show("");
    await wholeFiles(({ write }) => write(values.out, [`${JSON.stringify(agreementJson(report, taskOf), null, 2)}\n`]));
  },
};

const levelNamed = (name: string): Level => {
  const found = LEVELS.find((level) => level === name);
  if (!found) throw new Error(`--level ${name}: expected ${LEVELS.join(", ")}`);
  return found;
};

const seedIn = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--seed ${text}: expected a whole number of up to nine digits`);
  return Number(text);
};
