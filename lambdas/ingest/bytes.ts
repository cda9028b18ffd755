/** An object's bytes, read piece by piece: what looks at a file need not know where it is, nor hold it whole. */
export interface Bytes {
  readonly sizeBytes: number;
  /** Bytes `from` to before `to`, cut at the end of the object. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** A file that claims something its bytes do not hold. Thrown by the readers of headers, and told to the vendor. */
export class BrokenFile extends Error {
  constructor(finding: string) {
    super(finding);
    this.name = "BrokenFile";
  }
}

export const ENDS_EARLY = "the file ends before the picture does";

export const bytesIn = (content: Uint8Array): Bytes => ({
  sizeBytes: content.length,
  read: async (from, to) => content.subarray(from, to),
});

/** Exactly the bytes asked for: an object that ends before them is broken. */
export const readExactly = async (bytes: Bytes, from: number, length: number): Promise<Buffer> => {
  const part = await bytes.read(from, from + length);
  if (part.length < length) throw new BrokenFile(ENDS_EARLY);
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
};

/**
 * Reads in blocks and keeps the last few, so that walking over a header byte by byte asks the bucket once for each
 * block and never holds more than a handful of them. The blocks of one read are fetched side by side.
 */
export const inBlocks = (bytes: Bytes, { blockBytes = 1_048_576, blocksKept = 4 } = {}): Bytes => {
  const kept = new Map<number, Promise<Uint8Array>>();
  const block = (number: number): Promise<Uint8Array> => {
    const found = kept.get(number) ?? bytes.read(number * blockBytes, (number + 1) * blockBytes);
    kept.delete(number);
    kept.set(number, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= blocksKept) break;
      kept.delete(oldest);
    }
    return found;
  };
  return {
    sizeBytes: bytes.sizeBytes,
    async read(from, to) {
      const end = Math.min(to, bytes.sizeBytes);
      if (end <= from) return new Uint8Array(0);
      const first = Math.floor(from / blockBytes);
      const count = Math.floor((end - 1) / blockBytes) - first + 1;
      const blocks = await Promise.all(Array.from({ length: count }, (_, at) => block(first + at)));
      const parts = blocks.map((content, at) => {
        const start = (first + at) * blockBytes;
        return content.subarray(Math.max(0, from - start), end - start);
      });
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    },
  };
};
