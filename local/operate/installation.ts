import { readFileSync } from "node:fs";
import { join } from "node:path";
import { namesOf } from "../../infra/names.ts";
import { configOfOutputs } from "../../infra/outputs.ts";
import { awsDeps } from "../../lambdas/deps.ts";
import type { ErasureDeps } from "../../lambdas/erasure/erase-person.ts";
import type { ErasureLedger } from "../../lambdas/erasure/ledger.ts";
import { erasures } from "../../lambdas/store/erasures.ts";
import { folderLedger } from "../folder/erasure-ledger.ts";
import { operatorDeps } from "../operator-deps.ts";
import { isRecord, textAt } from "../template/json.ts";

/** One installation, with the rights of whoever owns it. */
export interface Installation {
  readonly deps: ErasureDeps;
  readonly ledger: ErasureLedger;
}

/** A server that runs on this machine, by the files that it keeps in its folder. */
export const installationInFolder = (folder: string): Installation => {
  const [addresses, keys] = ["addresses.json", "operator-keys.json"].map((name) => readRecord(folder, name));
  const text = (record: Readonly<Record<string, unknown>> = {}, name: string) => textAt(record, name, folder);
  const deps = operatorDeps({
    addresses: {
      table: text(addresses, "table"),
      bucket: text(addresses, "bucket"),
      signIn: text(addresses, "signIn"),
    },
    outputs: textsIn(addresses?.["outputs"]),
    operator: { accessKeyId: text(keys, "accessKeyId"), secretAccessKey: text(keys, "secretAccessKey") },
    now: () => Date.now(),
  });
  return { deps, ledger: folderLedger(folder) };
};

const readRecord = (folder: string, name: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return isRecord(parsed) ? parsed : {};
  } catch (cause) {
    throw new Error(`there is no ${name} in ${folder}: start the server first (npm start), or name its --folder`, {
      cause,
    });
  }
};

/**
 * A deployment in AWS, by the machine's own credentials and region, and the outputs of its stacks: in the file that
 * `npm run deploy` writes, or another of the same form.
 */
export const installationInAws = (stage: string, outputsFile = defaultOutputs(stage)): Installation => {
  const { dataStack, serviceStack } = namesOf(stage);
  const outputs = outputsIn(outputsFile, stage);
  const deps = awsDeps(configOfOutputs({ ...textsIn(outputs[dataStack]), ...textsIn(outputs[serviceStack]) }));
  return { deps, ledger: erasures(deps) };
};

const defaultOutputs = (stage: string): string => join(import.meta.dirname, "../../dist", `outputs-${stage}.json`);

const outputsIn = (file: string, stage: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isRecord(parsed) ? parsed : {};
  } catch (cause) {
    throw new Error(
      `${file} cannot be read: npm run deploy -- --context stage=${stage} writes it, or name another with --outputs`,
      { cause },
    );
  }
};

const textsIn = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (typeof one === "string" ? [[name, one]] : [])))
    : {};

/** Options that name an installation, for `parseArgs`. */
export const WHERE = {
  folder: { type: "string", default: ".labelloop" },
  aws: { type: "boolean", default: false },
  stage: { type: "string", default: "dev" },
  outputs: { type: "string" },
} as const;

export const installationAt = (values: {
  readonly folder: string;
  readonly aws: boolean;
  readonly stage: string;
  readonly outputs?: string | undefined;
}): Installation =>
  values.aws ? installationInAws(values.stage, values.outputs) : installationInFolder(values.folder);
