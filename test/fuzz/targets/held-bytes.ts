import { BrokenFile, type Bytes } from "../../../lambdas/ingest/bytes.ts";
import { mustHold } from "../fuzz-target.ts";

/** Reads of a file; none of these files has more than 64 KiB, so whoever asks so often goes round in a circle. */
const READS_MAX = 250_000;
/** In all: a small file read over and over costs as much as a large one. */
const READ_BYTES_MAX = 256 * 1_048_576;

/** A file as an object of the bucket, which counts what is asked of it. */
export const heldBytes = (content: Uint8Array): Bytes => {
  let reads = 0;
  let readBytes = 0;
  return {
    sizeBytes: content.length,
    read: async (from, to) => {
      mustHold(Number.isSafeInteger(from) && from >= 0 && to >= from, `a piece from ${from} to ${to} can be asked for`);
      const part = content.subarray(from, to);
      readBytes += part.length;
      mustHold(++reads <= READS_MAX, "a small file is read in a bounded number of steps");
      mustHold(readBytes <= READ_BYTES_MAX, "a small file is not read over and over");
      return part;
    },
  };
};

export const isBroken = (error: unknown): error is BrokenFile => error instanceof BrokenFile;
