import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PartsReady } from "./manifest/embedded-parts.ts";
import type { Ingested } from "./manifest/ingesting.ts";
import { writeManifest } from "./manifest/manifest-file.ts";
import type { Run } from "./report.ts";

const MIB = 1_048_576;

/**
 * A manifest of so many texts, put into the bucket in parts and worked off as one function instance does it. Handlers
 * and embedded parts run in processes of their own, so that the memory of the first is theirs alone.
 */
export const manifest = async (lines: number): Promise<Run> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-bench-"));
  const file = join(folder, "texts.jsonl");
  const sizeBytes = await writeManifest(file, lines);
  try {
    const { seconds, slices, writeUnits, openItems, peakBytes } = await workedOff(file, folder);
    if (openItems !== lines) throw new Error(`${lines} lines became ${openItems} items`);
    return {
      lines,
      "file, MiB": sizeBytes / MIB,
      seconds,
      "items per second": lines / seconds,
      slices,
      "write units per item": writeUnits / lines,
      "peak memory of the handlers, MiB": peakBytes / MIB,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The manifest in `file`, put into an embedded bucket under `folder` and worked off, each in a process of its own. */
export const workedOff = async (file: string, folder: string): Promise<Ingested> => {
  const parts = start("embedded-parts.ts", [join(folder, "cloud")]);
  try {
    const { environment } = await told<PartsReady>(parts);
    return await told<Ingested>(start("ingesting.ts", [file], environment));
  } finally {
    parts.disconnect();
    await gone(parts);
  }
};

const start = (name: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  fork(join(import.meta.dirname, "manifest", name), args, { env: { ...process.env, ...environment } });

/** The one message that a child sends when it has something to tell. */
const told = <Message>(child: ChildProcess): Promise<Message> =>
  new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as Message));
    child.once("exit", (code, signal) => reject(new Error(`${child.spawnargs[1]} ended with ${code ?? signal}`)));
  });

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once("exit", () => resolve()));
