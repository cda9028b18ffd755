import { parseArgs } from "node:util";
import { killAgainAndAgain, killFigures, waysToFill } from "../kill.ts";
import { wholeNumber } from "../office/whole-number.ts";
import { tableOf } from "../report.ts";

export const KILL_HELP = `kill -- [--kills 100] [--annotators 50] [--seed N] [--texts 200] [--no-export] [--json]
      the whole server is killed at random moments under load, and the disk is full twice: what was acknowledged is there, once`;

/** `npm run bench kill`: prints each kill, then the figures; the exit code says whether anything was lost. */
export const killCommand = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: "string", default: "100" },
      annotators: { type: "string", default: "50" },
      texts: { type: "string", default: "200" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      "no-export": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const seed = wholeNumber("--seed", values.seed, 0);
  console.error(`seed ${seed}`);
  const run = await killAgainAndAgain(
    {
      kills: wholeNumber("--kills", values.kills),
      annotators: wholeNumber("--annotators", values.annotators),
      texts: wholeNumber("--texts", values.texts),
      seed,
      full: waysToFill(),
      exports: !values["no-export"],
    },
    (line) => console.error(line),
  );
  const figures = killFigures(run);
  console.log(values.json ? JSON.stringify({ seed, ...figures }) : tableOf([figures]));
  const found = { ...run.broken, refused: run.seen.refused, notExported: run.notExported ?? [] };
  const wrong = Object.entries(found).filter(([, list]) => list.length > 0);
  for (const [name, list] of wrong) console.error(`${name}: ${list.slice(0, 10).join("\n  ")}`);
  if (wrong.length > 0 || run.missingItems !== 0) process.exitCode = 1;
};
