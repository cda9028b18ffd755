import { CONFIG_NAMES, type Config, type ConfigName } from "../lambdas/config.ts";

/** Outputs of the stacks, under which their owner finds what functions are told by their environment. */
const OUTPUT: Partial<Readonly<Record<ConfigName, string>>> = {
  MAIN_TABLE: "MainTable",
  PEOPLE_TABLE: "PeopleTable",
  INGEST_BUCKET: "IngestBucket",
  ANSWERS_BUCKET: "AnswersBucket",
  EXPORTS_BUCKET: "ExportsBucket",
  SITE_BUCKET: "SiteBucket",
  TASK_QUEUE_PREFIX: "TaskQueuePrefix",
  USER_POOL_ID: "UserPoolId",
  USER_POOL_CLIENT_ID: "UserPoolClientId",
};

/**
 * What a command of the owner needs to use the stores. Queues of functions are not among the outputs: a command that
 * sent to one would act as a function does. Throws, naming every output that is missing.
 */
export const configOfOutputs = (outputs: Readonly<Record<string, string>>): Config => {
  const missing = Object.values(OUTPUT).filter((name) => !outputs[name]);
  if (missing.length > 0) throw new Error(`the outputs of the stacks are not whole: ${missing.join(", ")}`);
  return Object.fromEntries(CONFIG_NAMES.map((name) => [name, outputs[OUTPUT[name] ?? ""] ?? "no-queue"])) as Config;
};

/** One output by its own name. Throws when there is none. */
export const outputOf = (outputs: Readonly<Record<string, string>>, name: string): string => {
  const found = outputs[name];
  if (found === undefined) throw new Error(`the template has no output ${name}`);
  return found;
};

/** `Data.MainTable` is MainTable: no two stacks have an output of one name that anybody asks for here. */
export const outputsByName = (outputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name.slice(name.indexOf(".") + 1), value]));
