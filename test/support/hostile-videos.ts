/** A box of MP4; `says`: a size other than its own. */
export const box = (kind: string, content: Uint8Array = Buffer.alloc(0), says = 8 + content.length): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(says >>> 0);
  head.write(kind, 4, "latin1");
  return Buffer.concat([head, content]);
};

/** A box whose size is written in eight bytes. */
export const longBox = (kind: string, content: Uint8Array, says: bigint): Buffer => {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1);
  head.write(kind, 4, "latin1");
  head.writeBigUInt64BE(says, 8);
  return Buffer.concat([head, content]);
};

export const FTYP = box("ftyp", Buffer.from("isom\0\0\0\0isomavc1", "latin1"));

/** An element of EBML with a size in eight bytes; `says`: a size other than its own. */
export const element = (id: string, content: Uint8Array = Buffer.alloc(0), says = BigInt(content.length)): Buffer => {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(says | (1n << 56n));
  return Buffer.concat([Buffer.from(id, "hex"), size, content]);
};

export const EBML = element("1a45dfa3", element("4282", Buffer.from("webm")));
export const SEGMENT = "18538067";
export const INFO = "1549a966";
export const TRACKS = "1654ae6b";

/** Two bytes that mean nothing, as often as they fit. */
export const voids = (bytes: number): Buffer => Buffer.alloc(bytes, Buffer.from("ec80", "hex"));

/** Overwrites a field of the first box of a kind, at a place in its content. */
export const patched = (video: Uint8Array, kind: string, at: number, value: number): Buffer => {
  const content = Buffer.from(video);
  content.writeUInt32BE(value, content.indexOf(kind, 0, "latin1") + 4 + at);
  return content;
};
