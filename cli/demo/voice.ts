/** Samples a second; enough for a voice on a telephone. */
const RATE = 8_000;
const SECONDS = 2;

/** Bytes of a WAV file: a hum that rises and falls, in the place of somebody's voice. 16 bit, one channel. */
export const hummedNote = (): Buffer => {
  const samples = RATE * SECONDS;
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at++) {
    const seconds = at / RATE;
    const loudness = Math.sin((Math.PI * at) / samples);
    const pitch = 180 + 40 * Math.sin(2 * Math.PI * seconds * 1.5);
    bytes.writeInt16LE(Math.round(9_000 * loudness * Math.sin(2 * Math.PI * pitch * seconds)), 44 + at * 2);
  }
  return bytes;
};
