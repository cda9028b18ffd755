/** Sounds as recorders write them, made byte by byte: enough of each kind for its length to be read. */

/** A WAV of so many seconds of silence: 8-bit mono at 8 kHz. */
export const aWav = (seconds: number): Buffer => {
  const sound = Buffer.alloc(Math.round(seconds * 8_000), 0x80);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + sound.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(sound.length, 40);
  return Buffer.concat([header, sound]);
};

/** Opus in Ogg (RFC 7845): its first page says what it is, its last where it ends, in samples of 48 kHz. */
export const anOgg = (seconds: number): Buffer => {
  const page = (granule: bigint, content: Buffer): Buffer => {
    const head = Buffer.alloc(28);
    head.write("OggS", 0, "latin1");
    head.writeBigInt64LE(granule, 6);
    head[26] = 1;
    head[27] = content.length;
    return Buffer.concat([head, content]);
  };
  const opusHead = Buffer.concat([Buffer.from("OpusHead", "latin1"), Buffer.alloc(11)]);
  return Buffer.concat([page(0n, opusHead), page(BigInt(Math.round(seconds * 48_000)), Buffer.alloc(200, 7))]);
};

/** AAC in MP4; without seconds one in fragments, which does not know how long it is. */
export const anMp4 = (seconds?: number): Buffer => {
  const box = (kind: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length, 0);
    head.write(kind, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  const movie = Buffer.alloc(100);
  movie.writeUInt32BE(1_000, 12);
  movie.writeUInt32BE(Math.round((seconds ?? 0) * 1_000), 16);
  const sound = box("mdat", Buffer.alloc(300, 7));
  const header = box("moov", box("mvhd", movie));
  return Buffer.concat([
    box("ftyp", Buffer.from("M4A \0\0\0\0", "latin1")),
    header,
    ...(seconds === undefined ? [box("moof", Buffer.alloc(20))] : []),
    sound,
  ]);
};

/** Opus in WebM as recorders write it: segment and cluster do not know their ends, a block for each second. */
export const aWebm = (seconds: number): Buffer => {
  const element = (id: number[], content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([...id, 0x40 | (content.length >> 8), content.length & 0xff]), content]);
  const head = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from("webm")));
  const unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  const clusters = Array.from({ length: Math.ceil(seconds / 10) }, (_, at) => {
    const time = Buffer.alloc(4);
    time.writeUInt32BE(at * 10_000);
    const blocks = Array.from({ length: Math.min(10, seconds - at * 10) }, (_, second) => {
      const block = Buffer.alloc(20, 7);
      block[0] = 0x81;
      block.writeInt16BE(second * 1_000, 1);
      return element([0xa3], block);
    });
    return Buffer.concat([Buffer.from([0x1f, 0x43, 0xb6, 0x75, ...unknown]), element([0xe7], time), ...blocks]);
  });
  return Buffer.concat([head, Buffer.from([0x18, 0x53, 0x80, 0x67, ...unknown]), ...clusters]);
};
