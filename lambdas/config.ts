/**
 * What every function is told by its environment. `infra` fills a record of exactly these names, so a forgotten one
 * does not compile; `local` passes on what the template says. Business settings live on the project, not here.
 */
export const CONFIG_NAMES = [
  "MAIN_TABLE",
  "PEOPLE_TABLE",
  "INGEST_BUCKET",
  "ANSWERS_BUCKET",
  "EXPORTS_BUCKET",
  "SITE_BUCKET",
  "INGEST_QUEUE_URL",
  "RETRY_QUEUE_URL",
  "EXPORT_QUEUE_URL",
  "RELABEL_QUEUE_URL",
  /** Task queues are named `<prefix><project>-<epoch>`. */
  "TASK_QUEUE_PREFIX",
  "USER_POOL_ID",
  "USER_POOL_CLIENT_ID",
] as const;

export type ConfigName = (typeof CONFIG_NAMES)[number];
export type Config = Readonly<Record<ConfigName, string>>;

/** Reads all names at once and reports every missing one together. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const missing = CONFIG_NAMES.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`missing in the environment: ${missing.join(", ")}`);
  return Object.fromEntries(CONFIG_NAMES.map((name) => [name, environment[name]])) as Config;
};
