import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startLocalQueues } from "./queue.ts";

/** Queues in a process of their own, so that it can be killed. */
export interface QueueProcess {
  readonly url: string;
  kill(): Promise<void>;
}

export const startQueueProcess = async (folder: string): Promise<QueueProcess> => {
  const child = spawn(process.execPath, [import.meta.filename, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const first = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).once("line", first.resolve);
  child.once("exit", () => first.reject(new Error("the queues ended before they were ready")));
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  return { url: await first.promise, kill };
};

const serve = async (folder: string): Promise<void> => {
  const { queues } = await startLocalQueues({ folder });
  queues.createQueue("work", { VisibilityTimeout: "600" });
  process.stdout.write(`${queues.url}\n`);
};

if (import.meta.main) await serve(process.argv[2]!);
