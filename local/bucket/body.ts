import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Payload } from "../access/sigv4.ts";
import { sameSignature } from "../access/sigv4-canonical.ts";
import { decodeAwsChunked, type Trailers } from "./aws-chunked.ts";
import {
  algorithmNamed,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
  DEFAULT_ALGORITHM,
  isWellFormed,
  startChecksum,
} from "./checksums.ts";
import { refusal } from "./s3-refusal.ts";

/** What was found over the bytes, once they have all passed. */
export interface Digests {
  readonly md5: Buffer;
  readonly algorithm: ChecksumAlgorithm;
  readonly checksum: string;
  /** The algorithm of the checksum that the sender named, and that proved right. */
  readonly claimed: ChecksumAlgorithm | undefined;
}

/** The body of a request, to be read once. Reading throws, at the end, when the bytes are not what was promised. */
export interface Body {
  /** Bytes announced, framing taken off; undefined if the sender did not say. */
  readonly announcedBytes: number | undefined;
  bytes(): AsyncGenerator<Buffer>;
  /** Throws if the body was not read to its end. */
  digests(): Digests;
}

interface Source {
  readonly headers: IncomingHttpHeaders;
  readonly bytes: AsyncIterable<Buffer>;
}

/** `wanted` is the algorithm of the digest; without it, the one that the sender names, or else what S3 picks. */
export const receiveBody = (source: Source, payload: Payload, wanted?: ChecksumAlgorithm): Body => {
  const { headers } = source;
  const announcedBytes = readLength(headers, payload);
  const claim = readClaim(headers, payload);
  const md5Claim = readMd5(headers);
  const trailers: Trailers = new Map();
  const algorithm = wanted ?? claim?.algorithm ?? DEFAULT_ALGORITHM;
  let found: Digests | undefined;

  async function* bytes(): AsyncGenerator<Buffer> {
    const [md5, sum] = [createHash("md5"), startChecksum(algorithm)];
    const claimedSum = claim && claim.algorithm !== algorithm ? startChecksum(claim.algorithm) : undefined;
    const sha256 = payload.kind === "sha256" ? createHash("sha256") : undefined;
    const plain = payload.kind === "chunked" ? decodeAwsChunked(source.bytes, { ...payload, trailers }) : source.bytes;
    let seen = 0;
    for await (const chunk of plain) {
      seen += chunk.length;
      if (announcedBytes !== undefined && seen > announcedBytes) throw incomplete();
      md5.update(chunk);
      sum.update(chunk);
      claimedSum?.update(chunk);
      sha256?.update(chunk);
      yield chunk;
    }
    if (announcedBytes !== undefined && seen !== announcedBytes) throw incomplete();
    if (payload.kind === "sha256" && sha256 && !sameSignature(sha256.digest("hex"), payload.hex))
      throw refusal(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    const digest = md5.digest();
    if (md5Claim && !md5Claim.equals(digest))
      throw refusal("BadDigest", "The Content-MD5 you specified did not match what we received.");
    const checksum = sum.digest().toString("base64");
    if (claim) checkClaim(claim, trailers, claimedSum?.digest().toString("base64") ?? checksum);
    found = { md5: digest, algorithm, checksum, claimed: claim?.algorithm };
  }

  const digests = (): Digests => {
    if (!found) throw new Error("digests asked for before the body was read");
    return found;
  };
  return { announcedBytes, bytes, digests };
};

/** Reads a small body whole, for documents. */
export const readDocument = async (body: Body, maxBytes: number): Promise<string> => {
  if ((body.announcedBytes ?? 0) > maxBytes) throw tooLong();
  const chunks: Buffer[] = [];
  let seen = 0;
  for await (const chunk of body.bytes()) {
    seen += chunk.length;
    if (seen > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const tooLong = () => refusal("MaxMessageLengthExceeded", "Your request was too big.");

const incomplete = () =>
  refusal("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

const readLength = (headers: IncomingHttpHeaders, payload: Payload): number | undefined => {
  const decoded = headers["x-amz-decoded-content-length"];
  const given = payload.kind === "chunked" ? decoded : headers["content-length"];
  if (given === undefined) return undefined;
  if (typeof given !== "string" || !/^\d{1,15}$/.test(given))
    throw refusal("InvalidArgument", "The length of the content must be a number.");
  return Number(given);
};

const readMd5 = (headers: IncomingHttpHeaders): Buffer | undefined => {
  const given = headers["content-md5"];
  if (given === undefined) return undefined;
  const bytes = Buffer.from(String(given), "base64");
  if (bytes.length !== 16) throw refusal("InvalidDigest", "The Content-MD5 you specified was invalid.");
  return bytes;
};

/** What the sender says of its checksum: the value in a header, or that a trailer will bring it. */
interface Claim {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string | undefined;
}

const readClaim = (headers: IncomingHttpHeaders, payload: Payload): Claim | undefined => {
  const claims = checksumAlgorithms.flatMap((algorithm): Claim[] => {
    const value = headers[checksumHeader(algorithm)];
    return typeof value === "string" ? [{ algorithm, value }] : [];
  });
  const trailer = headers["x-amz-trailer"];
  if (trailer !== undefined) {
    const algorithm = algorithmNamed(
      String(trailer)
        .trim()
        .replace(/^x-amz-checksum-/i, ""),
    );
    if (!algorithm || payload.kind !== "chunked" || !payload.trailer)
      throw refusal("InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
    claims.push({ algorithm, value: undefined });
  }
  const [claim, ...more] = claims;
  if (more.length > 0)
    throw refusal(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  const named = headers["x-amz-sdk-checksum-algorithm"];
  if (named !== undefined && !claim)
    throw refusal(
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  if (claim?.value !== undefined) checkForm(claim.algorithm, claim.value);
  return claim;
};

const checkForm = (algorithm: ChecksumAlgorithm, value: string): void => {
  if (!isWellFormed(algorithm, value))
    throw refusal("InvalidRequest", `Value for ${checksumHeader(algorithm)} header is invalid.`);
};

const checkClaim = ({ algorithm, value }: Claim, trailers: Trailers, computed: string): void => {
  const claimed = value ?? trailers.get(checksumHeader(algorithm));
  if (claimed === undefined)
    throw refusal("InvalidRequest", `The trailer ${checksumHeader(algorithm)} was announced and did not come.`);
  checkForm(algorithm, claimed);
  if (claimed !== computed)
    throw refusal("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
};
