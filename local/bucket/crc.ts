/**
 * The cyclic redundancy checks that S3 knows and Node does not bring: CRC-32C (Castagnoli) and CRC-64/NVME.
 * Both run on two 32-bit halves, eight bytes a step ("slicing by eight"), as BigInt would be far too slow.
 */

/** Tables for eight byte positions, each of 256 entries, low and high halves apart. */
interface Tables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

const MASK_32 = 0xffff_ffffn;

const makeTables = (reflectedPolynomial: bigint): Tables => {
  const [low, high] = [new Int32Array(8 * 256), new Int32Array(8 * 256)];
  const entries: bigint[] = [];
  for (let byte = 0n; byte < 256n; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ reflectedPolynomial : crc >> 1n;
    entries.push(crc);
  }
  const first = [...entries];
  for (let slice = 0; slice < 8; slice++) {
    for (const [byte, crc] of entries.entries()) {
      low[slice * 256 + byte] = Number(crc & MASK_32) | 0;
      high[slice * 256 + byte] = Number(crc >> 32n) | 0;
      entries[byte] = (crc >> 8n) ^ (first[Number(crc & 0xffn)] ?? 0n);
    }
  }
  return { low, high };
};

/** Both halves of a running remainder. */
export interface Remainder {
  low: number;
  high: number;
}

const advance = ({ low: L, high: H }: Tables, state: Remainder, bytes: Uint8Array): void => {
  let { low, high } = state;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeSteps = bytes.byteLength - (bytes.byteLength % 8);
  let at = 0;
  for (; at < wholeSteps; at += 8) {
    const a = low ^ view.getInt32(at, true);
    const b = high ^ view.getInt32(at + 4, true);
    const [i7, i6, i5, i4] = [1792 + (a & 255), 1536 + ((a >>> 8) & 255), 1280 + ((a >>> 16) & 255), 1024 + (a >>> 24)];
    const [i3, i2, i1, i0] = [768 + (b & 255), 512 + ((b >>> 8) & 255), 256 + ((b >>> 16) & 255), b >>> 24];
    low = L[i7]! ^ L[i6]! ^ L[i5]! ^ L[i4]! ^ L[i3]! ^ L[i2]! ^ L[i1]! ^ L[i0]!;
    high = H[i7]! ^ H[i6]! ^ H[i5]! ^ H[i4]! ^ H[i3]! ^ H[i2]! ^ H[i1]! ^ H[i0]!;
  }
  for (; at < bytes.byteLength; at++) {
    const entry = (low ^ view.getUint8(at)) & 255;
    low = ((low >>> 8) | (high << 24)) ^ L[entry]!;
    high = (high >>> 8) ^ H[entry]!;
  }
  state.low = low;
  state.high = high;
};

/** How a check is made: its width and its polynomial, bits reflected. */
export interface CrcKind {
  readonly bits: 32 | 64;
  readonly reflectedPolynomial: bigint;
}

export const crc32Kind: CrcKind = { bits: 32, reflectedPolynomial: 0xedb8_8320n };
export const crc32cKind: CrcKind = { bits: 32, reflectedPolynomial: 0x82f6_3b78n };
export const crc64nvmeKind: CrcKind = { bits: 64, reflectedPolynomial: 0x9a6c_9329_ac4b_c9b5n };

const tablesByKind = new Map<CrcKind, Tables>();

const tablesOf = (kind: CrcKind): Tables => {
  const known = tablesByKind.get(kind);
  if (known) return known;
  const made = makeTables(kind.reflectedPolynomial);
  tablesByKind.set(kind, made);
  return made;
};

/** A running check; the digest is big-endian, as S3 encodes it. A 32-bit remainder never reaches the high half. */
export const startCrc = (kind: CrcKind): { update(bytes: Uint8Array): void; digest(): Buffer } => {
  const tables = tablesOf(kind);
  const state: Remainder = { low: -1, high: kind.bits === 64 ? -1 : 0 };
  return {
    update: (bytes) => advance(tables, state, bytes),
    digest: () => {
      const bytes = Buffer.alloc(kind.bits / 8);
      bytes.writeInt32BE(~state.low, kind.bits / 8 - 4);
      if (kind.bits === 64) bytes.writeInt32BE(~state.high, 0);
      return bytes;
    },
  };
};

/**
 * The check of two pieces joined, from the checks of each and the length of the second: the first is multiplied by
 * x to the power of the second's bits, modulo the polynomial (as zlib's crc32_combine).
 */
export const combineCrc = (kind: CrcKind, first: Buffer, second: Buffer, secondBytes: number): Buffer => {
  const shifted = multiply(kind, read(first), powerOfX(kind, BigInt(secondBytes) * 8n));
  const hex = (shifted ^ read(second)).toString(16).padStart(kind.bits / 4, "0");
  return Buffer.from(hex, "hex");
};

const read = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString("hex")}`);

/** Product modulo the polynomial; reflected, so the top bit stands for x to the power 0. */
const multiply = ({ bits, reflectedPolynomial }: CrcKind, a: bigint, b: bigint): bigint => {
  let [product, factor] = [0n, b];
  for (let bit = BigInt(bits) - 1n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ reflectedPolynomial : factor >> 1n;
  }
  return product;
};

const powerOfX = (kind: CrcKind, exponent: bigint): bigint => {
  const one = 1n << (BigInt(kind.bits) - 1n);
  let [result, square] = [one, one >> 1n];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(kind, result, square);
    square = multiply(kind, square, square);
  }
  return result;
};
