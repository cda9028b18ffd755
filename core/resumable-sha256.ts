/**
 * SHA-256 (FIPS 180-4) that can stop after any block and go on elsewhere: a file too large for one run is hashed by
 * several, each handing eight words on to the next. The platform's own is many times faster, and cannot be stopped.
 */
export const BLOCK_BYTES = 64;

/** Eight words, as hex; after a whole number of blocks. */
export type HashState = string;

const FRACTION = 2 ** 32;

const firstPrimes = (count: number): readonly number[] => {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
};
/** The standard takes its constants from the first bits of the fractions of roots of the first primes. */
const fractionBits = (root: number): number => Math.floor((root % 1) * FRACTION) | 0;

const toWords = (state: HashState): Int32Array =>
  Int32Array.from({ length: 8 }, (_, at) => Number.parseInt(state.slice(8 * at, 8 * at + 8), 16));
const toHex = (words: Int32Array): HashState =>
  [...words].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

export const startOfHash = (): HashState =>
  toHex(Int32Array.from(firstPrimes(8), (prime) => fractionBits(Math.sqrt(prime))));

/** The state after the blocks; a whole number of them. */
export const hashBlocks = (state: HashState, blocks: Uint8Array): HashState => {
  if (blocks.length % BLOCK_BYTES !== 0) throw new Error("only whole blocks can be hashed before the end");
  const words = toWords(state);
  const constants = Int32Array.from(firstPrimes(64), (prime) => fractionBits(Math.cbrt(prime)));
  const schedule = new Int32Array(64);
  for (let at = 0; at < blocks.length; at += BLOCK_BYTES) addBlock(words, blocks, at, constants, schedule);
  return toHex(words);
};

/** The hash in hex, after the last bytes (less than a block or more) of a file of `totalBytes`. */
export const endOfHash = (state: HashState, rest: Uint8Array, totalBytes: number): string => {
  const padded = new Uint8Array(Math.ceil((rest.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(rest);
  padded[rest.length] = 0x80;
  const length = new DataView(padded.buffer);
  length.setBigUint64(padded.length - 8, BigInt(totalBytes) * 8n);
  return hashBlocks(state, padded);
};

/** One block, in place. Every index is inside its array by the bounds of its loop: this is where all the time goes. */
const addBlock = (
  words: Int32Array,
  bytes: Uint8Array,
  start: number,
  constants: Int32Array,
  schedule: Int32Array,
): void => {
  for (let i = 0, at = start; i < 16; i++, at += 4) {
    schedule[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let i = 16; i < 64; i++) {
    const x = schedule[i - 15]!;
    const y = schedule[i - 2]!;
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[i] = (schedule[i - 16]! + low + schedule[i - 7]! + high) | 0;
  }
  let [a, b, c, d] = [words[0]!, words[1]!, words[2]!, words[3]!];
  let [e, f, g, h] = [words[4]!, words[5]!, words[6]!, words[7]!];
  for (let i = 0; i < 64; i++) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + high + ((e & f) ^ (~e & g)) + constants[i]! + schedule[i]!) | 0;
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  // Typed arrays wrap at 32 bits by themselves.
  words[0]! += a;
  words[1]! += b;
  words[2]! += c;
  words[3]! += d;
  words[4]! += e;
  words[5]! += f;
  words[6]! += g;
  words[7]! += h;
};
