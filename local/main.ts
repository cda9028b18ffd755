import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outputOf } from "../infra/outputs.ts";
import { siteConfig } from "../infra/site-config.ts";
import { REGION } from "./access/caller.ts";
import { runPrepare } from "./build/run-prepare.ts";
import { type CloudOptions, type Prepared, type RunningCloud, startCloud } from "./cloud.ts";
import type { Demonstration } from "./demonstration/demonstration.ts";
import { decideDemo, demoState } from "./demonstration/marker.ts";
import { DEMO_SIGN_INS } from "./demonstration/sign-ins.ts";
import { writeAddresses } from "./folder/addresses.ts";
import { type Greeted, greeting, jsonLine } from "./greeting.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { readAssembly } from "./template/assembly.ts";

/** Functions that a person waits for, loaded before the first of them asks. */
const WARM = ["Assign", "Submit"];

const prepare = async ({ folder, hasDemo, listen }: Options): Promise<Prepared> => {
  decideDemo(folder, { wanted: hasDemo, isListening: listen !== undefined });
  const target = join(folder, "assembly");
  await runPrepare(target);
  return { assembly: readAssembly(target), webRoot: join(target, "web") };
};

const listenOf = ({
  host,
  certFile,
  keyFile,
}: NonNullable<Options["listen"]>): NonNullable<CloudOptions["listen"]> => ({
  host,
  ...(certFile &&
    keyFile && { certificate: { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") } }),
});

/** What a test may hand in: a clock of its own, an ear for what roles are asked, cheaper passwords. */
export type Observed = Partial<Pick<CloudOptions, "now" | "onAsked" | "passwordCost">>;

const cloudOptions = (options: Options, observed: Observed): CloudOptions => ({
  folder: options.folder,
  port: options.port,
  prepare: () => prepare(options),
  ...(options.listen && { listen: listenOf(options.listen) }),
  siteConfig: ({ signInUrl, outputs }) =>
    siteConfig({ signInUrl, clientId: outputOf(outputs, "UserPoolClientId"), region: REGION }),
  now: () => Date.now(),
  newId: () => randomUUID(),
  onError: (line) => console.error(line),
  ...observed,
});

/** Starts all of it in this process; `running` ends it. The demonstration's pictures follow. */
export const startLabelloop = async (
  options: Options,
  running: AsyncDisposableStack,
  observed: Observed = {},
): Promise<Greeted> => {
  const cloud = await startCloud(cloudOptions(options, observed));
  running.defer(() => cloud.close());
  const demonstration = await demonstrationOf(cloud, options);
  if (demonstration) running.defer(() => demonstration.close());
  const { outputs } = cloud;
  const { page, api, bucket, table, queue } = cloud.addresses;
  const signIn = `${cloud.services.signIn.url}/`;
  const userPoolId = outputOf(outputs, "UserPoolId");
  const ingestBucket = outputOf(outputs, "IngestBucket");
  writeAddresses(cloud.folder, { page, api, bucket, table, queue, signIn, userPoolId, ingestBucket, outputs });
  return {
    cloud,
    demo: demonstration?.signIns ?? [],
    ingestBucket,
    isListening: options.listen !== undefined,
    startMs: performance.now(),
  };
};

const demonstrationOf = async (
  cloud: RunningCloud,
  { hasDemoPictures: hasPictures }: Options,
): Promise<Pick<Demonstration, "signIns" | "close"> | undefined> => {
  const state = demoState(cloud.folder);
  if (state === "complete") return { signIns: DEMO_SIGN_INS, close: () => undefined };
  if (state !== "begun") return undefined;
  // Loads the drawing and the schemas of the API, which only a first start needs.
  const { makeDemonstration } = await import("./demonstration/demonstration.ts");
  return makeDemonstration({
    cloud,
    userPoolId: outputOf(cloud.outputs, "UserPoolId"),
    clientId: outputOf(cloud.outputs, "UserPoolClientId"),
    hasPictures,
    pictureCache: join(import.meta.dirname, "../dist/demonstration"),
    onError: (line) => console.error(line),
  });
};

/** The first signal closes in order, a second one at once: nothing acknowledged is lost either way. */
const closeOnSignals = (end: () => Promise<void>): void => {
  let closing = false;
  const close = (): void => {
    if (closing) process.exit(1);
    closing = true;
    end().then(
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
  const running = new AsyncDisposableStack();
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options === "help") return console.log(HELP);
    closeOnSignals(() => running.disposeAsync());
    const greeted = await startLabelloop(options, running);
    console.log(options.printsJson ? jsonLine(greeted) : greeting(greeted));
    await greeted.cloud.warm(WARM);
  } catch (error) {
    console.error(`labelloop cannot start: ${error instanceof Error ? error.message : String(error)}`);
    await running.disposeAsync();
    process.exit(1);
  }
};

if (import.meta.main) await main();
