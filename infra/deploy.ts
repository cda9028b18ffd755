import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.ts";
import { cdk, readArguments, runOrExit } from "./cdk-command.ts";
import { namesOf } from "./names.ts";

const dist = join(import.meta.dirname, "../dist");

/** Checks, builds and deploys both stacks. Asks before it widens any permission, unless told otherwise. */
const deploy = async (args: readonly string[]): Promise<void> => {
  const { stage, handedOn } = readArguments(args);
  runOrExit("typescript/bin/tsc", ["--noEmit", "-p", "tsconfig.json"]);
  await build();
  mkdirSync(dist, { recursive: true });
  const outputsFile = join(dist, `outputs-${stage}.json`);
  cdk("deploy", "--all", "--outputs-file", outputsFile, ...handedOn);
  const outputs: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
    readFileSync(outputsFile, "utf8"),
  );
  console.log(`
Labelloop is at  ${outputs[namesOf(stage).serviceStack]?.["PageUrl"]}

The first operator:  npm run -s labelloop -- operator create NAME --aws --stage ${stage}
`);
};

if (import.meta.main) await deploy(process.argv.slice(2));
