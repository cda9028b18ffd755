import { fuse } from "./aggregate-fuse.ts";
import { aggregateHelp } from "./aggregate-help.ts";
import { type Aggregate, consensusLines, skillLines } from "./aggregate-lines.ts";
import { aggregateOptions } from "./aggregate-options.ts";
import { softLines } from "./aggregate-soft.ts";
import { summaryOf } from "./aggregate-summary.ts";
import type { Command } from "./command.ts";
import { type AnswerFile, readAnswers } from "./crowd-csv/answer-rows.ts";
import { type KnownLabel, type LabelsPerTask, readKnownLabels } from "./crowd-csv/known-labels.ts";
import { numberedAnswers } from "./crowd-csv/numbered-answers.ts";
import { titleOf } from "./crowd-csv/read-rows.ts";
import { wholeFiles } from "./crowd-csv/whole-files.ts";
import { shownProgress } from "./shown-progress.ts";

/** One label for each task, from the answers of many. */
export const aggregate: Command = {
  words: ["aggregate"],
  usage: "aggregate ANSWERS --out CONSENSUS [--method NAME] [--gold FILE] [--predictions FILE] …",
  summary: "one label for each task of a file of answers, and how sure it is (aggregate --help)",
  help: aggregateHelp,
  run: async (args) => {
    const options = aggregateOptions(args);
    const show = shownProgress(options.progress);
    const file = await readAnswers(options.answers, (rows) => show(`${rows} rows read`));
    const gold = await known(options.gold, "one", file);
    const predictions = await known(options.predictions, "several", file);
    show("fusing");
    const numbered = numberedAnswers(file, options.keepAll);
    const decided = fuse(numbered, { method: options.method, gold, predictions });
    const result: Aggregate = { ...numbered, decided };
    show("writing");
    await wholeFiles(async ({ write }) => {
      if (options.skills !== undefined) await write(options.skills, skillLines(result));
      if (options.soft !== undefined) await write(options.soft, softLines(result, options.method));
      await write(options.out, consensusLines(result));
    });
    show("");
    console.error(summaryOf(result, options.method, file.declined));
  },
};

const SHOWN = 3;

/** Gold or predictions, with a warning about tasks that have no answers. */
const known = async (
  path: string | undefined,
  labelsPerTask: LabelsPerTask,
  file: AnswerFile,
): Promise<readonly KnownLabel[] | undefined> => {
  if (path === undefined) return undefined;
  const found = await readKnownLabels(path, file, labelsPerTask);
  const { strangers } = found;
  const shown = strangers.slice(0, SHOWN).map((task) => `"${task}"`);
  if (strangers.length > SHOWN) shown.push("…");
  if (strangers.length > 0)
    console.error(`warning: ${titleOf(path)}: ${strangers.length} of its tasks nobody answered: ${shown.join(", ")}`);
  return found.known;
};
