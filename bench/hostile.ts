import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { workedOff } from "./manifest.ts";
import type { Run } from "./report.ts";

const MIB = 1_048_576;
const GOOD_LINE = `\n{"source": "behind it"}\n`;

/**
 * A manifest that is one line of so many MiB and a good line behind it, put into the bucket and worked off as one function
 * instance does it: the long line is told as one that cannot be read, the good one is an item, and memory does not follow.
 */
export const hostile = async (lineMib: number): Promise<Run> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-bench-"));
  const file = join(folder, "texts.jsonl");
  const line = function* (): Generator<Uint8Array> {
    yield Buffer.from(`{"source": "`);
    for (let at = 0; at < lineMib; at++) yield Buffer.alloc(MIB, "x");
    yield Buffer.from(GOOD_LINE);
  };
  try {
    await pipeline(Readable.from(line()), createWriteStream(file));
    const { seconds, openItems, peakBytes } = await workedOff(file, folder);
    if (openItems !== 1) throw new Error(`${openItems} items where one was expected`);
    return { "line, MiB": lineMib, seconds, "peak memory of the handlers, MiB": peakBytes / MIB };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
