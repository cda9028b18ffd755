import type { Gold } from "../core/consensus/classes/class-fit.ts";
import { aggregateHelp } from "./aggregate-help.ts";
import { type Aggregate, aggregateOf, consensusLines, skillLines } from "./aggregate-lines.ts";
import { METHODS } from "./aggregate-methods.ts";
import { type AggregateOptions, aggregateOptions } from "./aggregate-options.ts";
import { softLines } from "./aggregate-soft.ts";
import type { Command } from "./command.ts";
import { type AnswerFile, readAnswers } from "./crowd-csv/answer-rows.ts";
import { type KnownLabels, readKnownLabels } from "./crowd-csv/known-labels.ts";
import { type NumberedAnswers, numberedAnswers } from "./crowd-csv/numbered-answers.ts";
import { type Progress, titleOf } from "./crowd-csv/read-rows.ts";
import { wholeFiles } from "./crowd-csv/whole-files.ts";

/** One label for each task, from the answers of many. */
export const aggregate: Command = {
  words: ["aggregate"],
  usage: "aggregate ANSWERS.csv --out CONSENSUS.csv [--method NAME] [--gold FILE] [--predictions FILE] …",
  summary: "one label for each task of a file of answers, with how sure it is (aggregate --help)",
  help: aggregateHelp,
  run: async (args) => {
    const options = aggregateOptions(args);
    const progress = progressOf(options);
    const file = await readAnswers(options.answers, progress.rows);
    const gold = options.gold === undefined ? undefined : await known(options.gold, "gold", file);
    progress.say("fusing");
    const numbered = numberedAnswers(file, options.keepAll);
    const method = METHODS.get(options.method);
    if (!method) throw new Error(`there is no method ${options.method}`);
    const fit = method(numbered.answers, gold && goldOf(gold, numbered));
    const result = aggregateOf(numbered, fit);
    progress.say("writing");
    await wholeFiles(async ({ write }) => {
      if (options.skills !== undefined) await write(options.skills, skillLines(result));
      if (options.soft !== undefined) await write(options.soft, softLines(result, options.method));
      await write(options.out, consensusLines(result));
    });
    progress.say("");
    console.error(summaryOf(result, file, options));
  },
};

const known = async (path: string, kind: string, { items, labels }: AnswerFile): Promise<KnownLabels> => {
  const found = await readKnownLabels(path, items, labels);
  const { strangers } = found;
  const shown = strangers.slice(0, 3).map((task) => `"${task}"`);
  if (strangers.length > 0)
    console.error(
      `labelloop: ${titleOf(path)}: ${strangers.length} ${kind} tasks have no answers and are left out: ` +
        `${shown.join(", ")}${strangers.length > shown.length ? ", …" : ""}`,
    );
  return found;
};

const goldOf = ({ byItem }: KnownLabels, { answers, items, labels }: NumberedAnswers): Gold => {
  const gold = new Int32Array(answers.items).fill(-1);
  for (const [number, { label }] of byItem) gold[items.placeOf[number]!] = labels.placeOf[label]!;
  return gold;
};

interface Shown {
  readonly rows: Progress;
  readonly say: (step: string) => void;
}

/** What is being done, on one line of the terminal that is written over: "" clears it. */
const progressOf = ({ progress }: AggregateOptions): Shown => {
  if (!progress && process.stderr.isTTY !== true) return { rows: () => {}, say: () => {} };
  const say = (step: string): void => {
    process.stderr.write(`\r${step.padEnd(30)}${step === "" ? "\r" : ""}`);
  };
  return { rows: (rows) => say(`${rows} rows read`), say };
};

const summaryOf = (
  { answers, winners, duplicates, replaced }: Aggregate,
  file: AnswerFile,
  options: AggregateOptions,
) => {
  const ties = winners.tied.reduce((sum, tied) => sum + tied, 0);
  const facts = [
    `${answers.items} tasks`,
    `${answers.label.length} answers`,
    `${answers.annotators} annotators`,
    `${answers.labels} labels`,
    ...(duplicates > 0 ? [`${duplicates} duplicate rows dropped`] : []),
    ...(replaced > 0 ? [`${replaced} answers replaced by later ones`] : []),
    ...(file.declined > 0 ? [`${file.declined} declined`] : []),
    `${ties} ties`,
  ];
  return `${options.method}: ${facts.join(", ")}`;
};
