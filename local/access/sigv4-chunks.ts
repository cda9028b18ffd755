import type { KeyObject } from "node:crypto";
import { sha256Hex, signatureOf } from "./sigv4-canonical.ts";

/** What it takes to check the signatures inside an `aws-chunked` body: each one vouches for the one before it. */
export interface ChunkSigning {
  readonly key: KeyObject;
  readonly amzDate: string;
  readonly scope: string;
  /** Signature of the request's head, which the first chunk continues. */
  readonly seed: string;
}

const nothing = sha256Hex("");

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
export const chunkSignature = (signing: ChunkSigning, previous: string, chunkSha256: string): string =>
  signatureOf(
    signing.key,
    ["AWS4-HMAC-SHA256-PAYLOAD", signing.amzDate, signing.scope, previous, nothing, chunkSha256].join("\n"),
  );

/** Trailing headers are signed as `name:value\n` lines, after the last (empty) chunk. */
export const trailerSignature = (signing: ChunkSigning, previous: string, lines: readonly string[]): string =>
  signatureOf(
    signing.key,
    [
      "AWS4-HMAC-SHA256-TRAILER",
      signing.amzDate,
      signing.scope,
      previous,
      sha256Hex(lines.map((line) => `${line}\n`).join("")),
    ].join("\n"),
  );
