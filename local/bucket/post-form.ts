import { refusal } from "./s3-refusal.ts";

/** A browser's form, read up to its file: what came before it, and the file's bytes, to be read once. */
export interface PostForm {
  /** Lower-case names. */
  readonly fields: ReadonlyMap<string, string>;
  readonly fileName: string;
  /** Content type the browser gave the file's part; the bucket takes the form's field instead, as S3 does. */
  file(): AsyncGenerator<Buffer>;
}

/** All fields before the file: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html */
const MAX_FIELD_BYTES = 20 * 1024;
const MAX_HEAD_BYTES = 4096;

/**
 * Reads `multipart/form-data` as it arrives. The file is handed on in pieces, whatever its size; fields after it are
 * passed over, as S3 ignores them.
 */
export const readPostForm = async (
  contentType: string | undefined,
  source: AsyncIterable<Buffer>,
): Promise<PostForm> => {
  const found = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType ?? "");
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined)
    throw refusal("InvalidRequest", "Bucket POST must be of the enclosure-type multipart/form-data");
  const reader = readerOf(source, Buffer.from(`\r\n--${boundary}`, "latin1"));
  const fields = new Map<string, string>();
  let sizeBytes = 0;
  await reader.part();
  for (;;) {
    const head = await reader.head();
    if (!head) throw refusal("InvalidArgument", "POST requires exactly one file upload per request.");
    if (head.name === "file") return { fields, fileName: head.fileName ?? "", file: () => fileBytes(reader, source) };
    const value = await reader.part();
    sizeBytes += head.name.length + value.length;
    if (sizeBytes > MAX_FIELD_BYTES)
      throw refusal("MaxMessageLengthExceeded", "Your POST request fields preceding the upload file were too large.");
    if (fields.has(head.name)) throw malformed();
    fields.set(head.name, value.toString("utf8"));
  }
};

async function* fileBytes(reader: Reader, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* reader.stream();
  for await (const _ of source);
}

const malformed = () =>
  refusal("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");

interface PartHead {
  readonly name: string;
  readonly fileName: string | undefined;
}

interface Reader {
  /** Headers of the next part; undefined at the end of the form. */
  head(): Promise<PartHead | undefined>;
  /** The bytes up to the next boundary, held in memory. */
  part(): Promise<Buffer>;
  /** The same, piece by piece. */
  stream(): AsyncGenerator<Buffer>;
}

const readerOf = (source: AsyncIterable<Buffer>, delimiter: Buffer): Reader => {
  const chunks = source[Symbol.asyncIterator]();
  // The first boundary stands at the very beginning, without the line break that belongs to all others.
  let held: Buffer = Buffer.from("\r\n");
  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done) throw malformed();
    held = Buffer.concat([held, next.value]);
  };

  const head = async (): Promise<PartHead | undefined> => {
    while (held.length < 2) await more();
    if (held.toString("latin1", 0, 2) === "--") return undefined;
    let end = held.indexOf("\r\n\r\n");
    while (end < 0) {
      if (held.length > MAX_HEAD_BYTES) throw malformed();
      await more();
      end = held.indexOf("\r\n\r\n");
    }
    const text = held.toString("utf8", 0, end);
    held = held.subarray(end + 4);
    const name = /[;\s]name="([^"]*)"/i.exec(text)?.[1];
    if (name === undefined) throw malformed();
    return { name: name.toLowerCase(), fileName: /[;\s]filename="([^"]*)"/i.exec(text)?.[1] };
  };

  async function* stream(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = held.indexOf(delimiter);
      if (end >= 0) {
        const bytes = held.subarray(0, end);
        held = held.subarray(end + delimiter.length);
        if (bytes.length > 0) yield bytes;
        return;
      }
      // The tail could be the beginning of a boundary.
      const safe = held.length - delimiter.length + 1;
      if (safe > 0) {
        const bytes = held.subarray(0, safe);
        held = held.subarray(safe);
        yield bytes;
      }
      await more();
    }
  }

  const part = async (): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    for await (const bytes of stream()) {
      sizeBytes += bytes.length;
      if (sizeBytes > MAX_FIELD_BYTES)
        throw refusal("MaxMessageLengthExceeded", "Your POST request fields preceding the upload file were too large.");
      pieces.push(bytes);
    }
    return Buffer.concat(pieces);
  };
  return { head, part, stream };
};
