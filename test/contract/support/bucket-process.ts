import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { OPERATOR, startLocalBuckets } from "./bucket.ts";

/** A bucket in a process of its own, so that it can be killed or weighed. */
export interface BucketProcess {
  readonly url: string;
  /** Keys of the events it delivered so far. */
  readonly events: readonly string[];
  /** Largest resident memory since its start. */
  peakBytes(): Promise<number>;
  /** `kill -9`: no code of it runs any more. */
  kill(): Promise<void>;
}

export const startBucketProcess = async (folder: string): Promise<BucketProcess> => {
  const child = spawn(process.execPath, [import.meta.filename, folder], { stdio: ["pipe", "pipe", "inherit"] });
  const events: string[] = [];
  const first = Promise.withResolvers<string>();
  let answered = Promise.withResolvers<number>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [kind, value = ""] = line.split(" ", 2);
    if (kind === "url") first.resolve(value);
    if (kind === "event") events.push(value);
    if (kind === "peak") answered.resolve(Number(value));
  });
  child.once("exit", () => first.reject(new Error("the bucket ended before it was ready")));
  const peakBytes = (): Promise<number> => {
    answered = Promise.withResolvers();
    child.stdin.write("peak\n");
    return answered.promise;
  };
  return { url: await first.promise, events, peakBytes, kill: () => killNow(child) };
};

const killNow = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
};

const serve = async (folder: string): Promise<void> => {
  const { buckets } = await startLocalBuckets({ folder, grants: { [OPERATOR]: [/./] } });
  buckets.createBucket("photos", { VersioningConfiguration: { Status: "Enabled" } });
  // A pipe takes a line before the promise ends, so what the parent has not read was not acknowledged.
  buckets.onEvent(async ({ key }) => void process.stdout.write(`event ${encodeURIComponent(key)}\n`));
  process.stdin.on("data", () => process.stdout.write(`peak ${process.resourceUsage().maxRSS * 1024}\n`));
  process.stdout.write(`url ${buckets.url}\n`);
};

if (import.meta.main) await serve(process.argv[2]!);
