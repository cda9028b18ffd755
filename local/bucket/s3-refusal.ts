import type { Denial } from "../access/sigv4-denial.ts";

/** Status of every code this bucket answers with: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const statuses = {
  AccessControlListNotSupported: 400,
  AccessDenied: 403,
  AccessForbidden: 403,
  BadDigest: 400,
  BucketNotEmpty: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTag: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MaxMessageLengthExceeded: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  NotModified: 304,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3Code = keyof typeof statuses;

/** What the error document and the head of the answer say besides code and message. */
interface Particulars {
  /** Further elements of the error document. */
  readonly elements?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is answered with an S3 error document. Thrown; turned into an answer in one place. */
export class S3Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly elements: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, { elements = {}, headers = {} }: Particulars = {}) {
    super(message);
    this.name = "S3Refusal";
    this.code = code;
    this.status = status;
    this.elements = elements;
    this.headers = headers;
  }
}

export const refusal = (code: S3Code, message: string, particulars?: Particulars): S3Refusal =>
  new S3Refusal(code, statuses[code], message, particulars);

/** What this bucket leaves out is said aloud, by name: silence would pass for success. */
export const notImitated = (what: string): S3Refusal =>
  refusal("NotImplemented", `${what} is not imitated by the embedded cloud`);

/** S3 calls a request without any signature simply denied. */
export const refusalOf = (denial: Denial): S3Refusal => {
  if (denial.code === "MissingAuthenticationToken") return refusal("AccessDenied", "Access Denied");
  const elements: Record<string, string> = {};
  if (denial.stringToSign !== undefined) elements["StringToSign"] = denial.stringToSign;
  if (denial.canonicalRequest !== undefined) elements["CanonicalRequest"] = denial.canonicalRequest;
  return new S3Refusal(denial.code, denial.status, denial.message, { elements });
};
