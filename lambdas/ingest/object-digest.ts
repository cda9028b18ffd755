import { createHash } from "node:crypto";
import { BLOCK_BYTES, endOfHash, type HashState, hashBlocks, startOfHash } from "../../core/resumable-sha256.ts";
import type { OpenObject } from "./open-object.ts";

/** Up to this size one run reads and hashes an object with ease; a larger one is hashed by several runs. */
export const ONE_RUN_BYTES_MAX = 1_073_741_824;
/** Of one run, which may have others beside it: well under the function's minute. */
const RUN_MS = 10_000;

/** SHA-256 of the whole object, in hex, holding one piece at a time. */
export const digestOf = async (object: Pick<OpenObject, "stream">): Promise<string> => {
  const hash = createHash("sha256");
  for await (const piece of object.stream(0)) hash.update(piece);
  return hash.digest("hex");
};

/** Where the hash of a large object has come to. */
export interface DigestSoFar {
  readonly at: number;
  readonly state: HashState;
}

export const startOfDigest = (): DigestSoFar => ({ at: 0, state: startOfHash() });

/** Hashes on for a while: the hash if that was all, else where it has come to. */
export const digestOn = async (
  object: Pick<OpenObject, "stream" | "sizeBytes">,
  soFar: DigestSoFar,
  now: () => number,
): Promise<{ readonly sha256: string } | DigestSoFar> => {
  const untilMs = now() + RUN_MS;
  let { at, state } = soFar;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of object.stream(at)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const whole = bytes.length - (bytes.length % BLOCK_BYTES);
    state = hashBlocks(state, bytes.subarray(0, whole));
    at += whole;
    rest = bytes.subarray(whole);
    if (now() >= untilMs && at + rest.length < object.sizeBytes) return { at, state };
  }
  return { sha256: endOfHash(state, rest, object.sizeBytes) };
};
