import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { siteConfig } from "../infra/site-config.ts";
import { REGION } from "./access/caller.ts";
import { runPrepare } from "./build/run-prepare.ts";
import { type CloudOptions, type Prepared, type RunningCloud, startCloud } from "./cloud.ts";
import { type Greeted, greeting, jsonLine } from "./greeting.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { readAssembly } from "./template/assembly.ts";

/** Functions that a person waits for, loaded before the first of them asks. */
const WARM = ["Assign", "Submit"];

const outputOf = (outputs: Readonly<Record<string, string>>, name: string): string => {
  const found = Object.entries(outputs).find(([key]) => key.endsWith(`.${name}`))?.[1];
  if (found === undefined) throw new Error(`the template has no output ${name}`);
  return found;
};

const prepare = async (folder: string): Promise<Prepared> => {
  const target = join(folder, "assembly");
  await runPrepare(target);
  return { assembly: readAssembly(target), webRoot: join(target, "web") };
};

const cloudOptions = ({ folder, port, listen }: Options): CloudOptions => ({
  folder,
  prepare: () => prepare(folder),
  port,
  ...(listen && {
    listen: {
      host: listen.host,
      ...(listen.certFile &&
        listen.keyFile && {
          certificate: { cert: readFileSync(listen.certFile, "utf8"), key: readFileSync(listen.keyFile, "utf8") },
        }),
    },
  }),
  siteConfig: ({ signInUrl, outputs }) =>
    siteConfig({ signInUrl, clientId: outputOf(outputs, "UserPoolClientId"), region: REGION }),
  warm: WARM,
  now: () => Date.now(),
  newId: () => randomUUID(),
  onError: (line) => console.error(line),
});

const run = async (options: Options): Promise<void> => {
  const cloud = await startCloud(cloudOptions(options));
  closeOnSignals(cloud);
  const greeted: Greeted = {
    cloud,
    demo: [],
    ingestBucket: outputOf(cloud.outputs, "IngestBucket"),
    isListening: options.listen !== undefined,
    startMs: performance.now(),
  };
  console.log(options.printsJson ? jsonLine(greeted) : greeting(greeted));
};

/** The first signal closes in order, a second one at once: nothing acknowledged is lost either way. */
const closeOnSignals = (cloud: RunningCloud): void => {
  let closing = false;
  const close = (): void => {
    if (closing) process.exit(1);
    closing = true;
    cloud.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, close);
};

const main = async (): Promise<void> => {
  // Functions run in UTC in AWS; the time zone is the whole process's.
  process.env["TZ"] = "UTC";
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") console.log(HELP);
  else await run(options);
};

if (import.meta.main)
  main().catch((error: unknown) => {
    console.error(`labelloop cannot start: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });
