import { createHash } from "node:crypto";
import { sameSignature } from "../access/sigv4-canonical.ts";
import { type ChunkSigning, chunkSignature, trailerSignature } from "../access/sigv4-chunks.ts";
import { refusal } from "./s3-refusal.ts";

/** Trailing headers of a chunked body, lower-case names; filled when the body has been read to its end. */
export type Trailers = Map<string, string>;

/** Longest line of framing: a size in hex, a signature, or one trailing header. */
const MAX_LINE_BYTES = 8192;
const MAX_TRAILERS = 20;

/**
 * Takes the `aws-chunked` framing off a body: `size[;chunk-signature=…]\r\n bytes \r\n`, an empty chunk, then
 * trailing headers. With `signing`, each chunk's signature is verified as the chunk ends, the trailer's last.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  options: { readonly trailer: boolean; readonly signing: ChunkSigning | undefined; readonly trailers: Trailers },
): AsyncGenerator<Buffer> {
  const { signing, trailers } = options;
  const reader = readerOf(source);
  let previous = signing?.seed ?? "";
  for (;;) {
    const { sizeBytes, signature } = parseChunkHead(await reader.line());
    const hash = signing ? createHash("sha256") : undefined;
    for (let left = sizeBytes; left > 0; ) {
      const bytes = await reader.take(left);
      hash?.update(bytes);
      left -= bytes.length;
      yield bytes;
    }
    if (signing && hash) {
      const expected = chunkSignature(signing, previous, hash.digest("hex"));
      if (!sameSignature(signature ?? "", expected)) throw wrongSignature();
      previous = expected;
    }
    if (sizeBytes === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  if (options.trailer) await readTrailers(reader, signing, previous, trailers);
  await reader.drain();
}

const readTrailers = async (
  reader: Reader,
  signing: ChunkSigning | undefined,
  previous: string,
  trailers: Trailers,
): Promise<void> => {
  const lines: string[] = [];
  let signature = "";
  for (let line = await reader.line(true); line !== ""; line = await reader.line(true)) {
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    if (colon < 1 || lines.length >= MAX_TRAILERS) throw refusal("InvalidRequest", "The trailer is malformed.");
    if (name === "x-amz-trailer-signature") {
      signature = value;
      continue;
    }
    lines.push(`${name}:${value}`);
    trailers.set(name, value);
  }
  if (signing && !sameSignature(signature, trailerSignature(signing, previous, lines))) throw wrongSignature();
};

const parseChunkHead = (line: string): { readonly sizeBytes: number; readonly signature: string | undefined } => {
  const found = /^([0-9a-fA-F]{1,13})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!found) throw incomplete();
  return { sizeBytes: Number.parseInt(found[1] ?? "", 16), signature: found[2] };
};

const incomplete = () =>
  refusal("IncompleteBody", "The request body terminated unexpectedly or is not framed as aws-chunked.");

const wrongSignature = () =>
  refusal("SignatureDoesNotMatch", "A chunk's signature does not match what was computed for its bytes.");

interface Reader {
  /** Text up to the next CRLF. At the end of the source: "" if the end is allowed here, else a refusal. */
  line(endAllowed?: boolean): Promise<string>;
  /** Some bytes, at least one and at most `atMost`. */
  take(atMost: number): Promise<Buffer>;
  /** Reads to the end, so that the connection can serve another request. */
  drain(): Promise<void>;
}

const readerOf = (source: AsyncIterable<Buffer>): Reader => {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const line = async (endAllowed = false): Promise<string> => {
    for (;;) {
      const end = held.indexOf("\r\n");
      if (end >= 0) {
        const text = held.toString("latin1", 0, end);
        held = held.subarray(end + 2);
        return text;
      }
      if (held.length > MAX_LINE_BYTES) throw incomplete();
      if (await more()) continue;
      if (endAllowed && held.length === 0) return "";
      throw incomplete();
    }
  };
  const take = async (atMost: number): Promise<Buffer> => {
    while (held.length === 0) if (!(await more())) throw incomplete();
    const bytes = held.subarray(0, atMost);
    held = held.subarray(bytes.length);
    return bytes;
  };
  const drain = async (): Promise<void> => {
    while (!(await chunks.next()).done);
  };
  return { line, take, drain };
};
