import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** What follows `npm run deploy --` or `destroy --`: options of the `cdk` command, of which these are looked at. */
export interface CdkArguments {
  readonly stage: string;
  readonly profile: string | undefined;
  /** All of them, to be handed on. */
  readonly handedOn: readonly string[];
}

export const readArguments = (args: readonly string[]): CdkArguments => {
  let stage = "dev";
  let profile: string | undefined;
  for (const [at, arg] of args.entries()) {
    const [, name = "", inline] = /^(-c|--context|--profile)(?:=(.*))?$/.exec(arg) ?? [];
    const value = inline ?? args[at + 1] ?? "";
    if (name === "--profile") profile = value;
    else if (name !== "" && value.startsWith("stage=")) stage = value.slice("stage=".length);
  }
  return { stage, profile, handedOn: args };
};

/** Runs a program of node_modules in the repository, its output shown as it comes; ends this one with it if it fails. */
export const runOrExit = (script: string, args: readonly string[]): void => {
  const { status } = spawnSync(process.execPath, [join(root, "node_modules", script), ...args], {
    cwd: root,
    stdio: "inherit",
    // What a deployment does is its owner's business: the command tells AWS nothing of how it is used.
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: "true" },
  });
  if (status !== 0) process.exit(status ?? 1);
};

export const cdk = (...args: readonly string[]): void => runOrExit("aws-cdk/bin/cdk", args);
