import { parseArgs } from "node:util";
import { type LoadRun, loadByClock, loadCeiling, loadWithoutPause } from "../load.ts";
import { wholeNumber } from "../office/whole-number.ts";
import { tableOf } from "../report.ts";

export const LOAD_HELP = `load -- [--annotators 200] [--minutes 10] [--every 5] [--seed N] [--json] [--profile FOLDER]
      each of the annotators answers once in so many seconds, beside a single one on the same server
  load -- --annotations 100000 [--annotators 16] [--batch 5]
      so many answers without a pause: the server's memory at a tenth, a half and the end
  load -- --ceiling [--annotators 64] [--batch 1] [--step 10]
      more and more clients without a pause, so many seconds each, until there are no more answers a second`;

/** `npm run bench load`: prints the figures; the exit code says whether any request failed. */
export const loadCommand = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      annotators: { type: "string" },
      minutes: { type: "string", default: "10" },
      alone: { type: "string", default: "1" },
      every: { type: "string", default: "5" },
      seed: { type: "string", default: "1" },
      annotations: { type: "string" },
      ceiling: { type: "boolean", default: false },
      batch: { type: "string" },
      step: { type: "string", default: "10" },
      profile: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const nodeArgs = values.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values.profile}`];
  const people = (usual: string): number => wholeNumber("--annotators", values.annotators ?? usual);
  const batch = (usual: string): number => wholeNumber("--batch", values.batch ?? usual);
  const run: LoadRun = values.ceiling
    ? await loadCeiling({
        clients: people("64"),
        batchMax: batch("1"),
        stepSeconds: wholeNumber("--step", values.step),
        nodeArgs,
      })
    : values.annotations !== undefined
      ? await loadWithoutPause({
          answers: wholeNumber("--annotations", values.annotations),
          clients: people("16"),
          batchMax: batch("5"),
          nodeArgs,
        })
      : await loadByClock({
          annotators: people("200"),
          minutes: amount("--minutes", values.minutes),
          aloneMinutes: amount("--alone", values.alone),
          everySeconds: amount("--every", values.every),
          seed: wholeNumber("--seed", values.seed, 0),
          nodeArgs,
        });
  console.log(values.json ? JSON.stringify(run.figures) : tableOf([run.figures]));
  for (const [reason, times] of run.errors) console.error(`${times} × ${reason}`);
  if (run.errors.size > 0) process.exitCode = 1;
};

const amount = (name: string, text: string): number => {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new Error(`${name} ${text}: expected a number above 0`);
};
