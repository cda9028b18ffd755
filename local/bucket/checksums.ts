import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { type CrcKind, combineCrc, crc32cKind, crc32Kind, crc64nvmeKind, startCrc } from "./crc.ts";

export const checksumAlgorithms = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** A composite one is the checksum of the parts' checksums; a full one that of the object's bytes. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
}

export interface RunningDigest {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

/** Bytes of a digest, by which a malformed one is told from a wrong one. */
const lengths: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** What S3 computes by itself when the sender names none. */
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = "CRC64NVME";

export const startChecksum = (algorithm: ChecksumAlgorithm): RunningDigest => {
  switch (algorithm) {
    case "CRC32":
      return startNativeCrc32();
    case "CRC32C":
      return startCrc(crc32cKind);
    case "CRC64NVME":
      return startCrc(crc64nvmeKind);
    case "SHA1":
      return createHash("sha1");
    case "SHA256":
      return createHash("sha256");
  }
};

const startNativeCrc32 = (): RunningDigest => {
  let sum = 0;
  return {
    update: (bytes) => {
      sum = crc32(bytes, sum);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes;
    },
  };
};

export const checksumOf = (algorithm: ChecksumAlgorithm, bytes: Uint8Array): string => {
  const running = startChecksum(algorithm);
  running.update(bytes);
  return running.digest().toString("base64");
};

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** Name of the element in S3's documents, e.g. `ChecksumCRC32`. */
export const checksumElement = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm}`;

export const algorithmNamed = (name: string): ChecksumAlgorithm | undefined =>
  checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());

export const isWellFormed = (algorithm: ChecksumAlgorithm, base64: string): boolean => {
  const bytes = Buffer.from(base64, "base64");
  return bytes.length === lengths[algorithm] && bytes.toString("base64") === base64;
};

export interface PartChecksum {
  readonly value: string;
  readonly sizeBytes: number;
}

const combinable: Partial<Record<ChecksumAlgorithm, CrcKind>> = {
  CRC32: crc32Kind,
  CRC32C: crc32cKind,
  CRC64NVME: crc64nvmeKind,
};

/** Which type a multipart upload gets when it names only the algorithm. */
export const defaultType = (algorithm: ChecksumAlgorithm): ChecksumType =>
  algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";

/** SHA checksums cannot be joined from those of parts; S3 offers CRC-64 only of the whole. */
export const typeIsOffered = (algorithm: ChecksumAlgorithm, type: ChecksumType): boolean =>
  type === "FULL_OBJECT" ? combinable[algorithm] !== undefined : algorithm !== "CRC64NVME";

/** The checksum of an object from those of its parts, in their order. */
export const joinChecksums = (
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): Checksum => {
  const decoded = parts.map(({ value, sizeBytes }) => ({ bytes: Buffer.from(value, "base64"), sizeBytes }));
  const kind = combinable[algorithm];
  if (type === "COMPOSITE" || !kind) {
    const value = checksumOf(algorithm, Buffer.concat(decoded.map(({ bytes }) => bytes)));
    return { algorithm, type: "COMPOSITE", value: `${value}-${parts.length}` };
  }
  const [first, ...rest] = decoded;
  const whole = rest.reduce(
    (sum, { bytes, sizeBytes }) => combineCrc(kind, sum, bytes, sizeBytes),
    first?.bytes ?? startCrc(kind).digest(),
  );
  return { algorithm, type, value: whole.toString("base64") };
};
