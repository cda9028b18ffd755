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
