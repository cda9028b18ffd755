import type { Caller, FindCaller } from "./caller.ts";
import { REGION } from "./caller.ts";
import {
  canonicalRequest,
  parseAmzDate,
  parseScope,
  type QueryPairs,
  type Scope,
  type SignedRequest,
  sameSignature,
  scopeText,
  sha256Hex,
  signatureOf,
  signingKey,
  splitTarget,
  stringToSign,
} from "./sigv4-canonical.ts";
import type { ChunkSigning } from "./sigv4-chunks.ts";
import { type Denial, deny } from "./sigv4-denial.ts";

/** What a service trusts when it looks at a signature. */
export interface Trust {
  /** Name in the credential's scope: `s3`, `sqs`, `dynamodb`, `cognito-idp`. */
  readonly service: string;
  readonly findCaller: FindCaller;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** How the body of an accepted request is vouched for; whoever reads the body must hold it to this. */
export type Payload =
  | { readonly kind: "sha256"; readonly hex: string }
  | { readonly kind: "unsigned" }
  | { readonly kind: "chunked"; readonly trailer: boolean; readonly signing: ChunkSigning | undefined };

export type Verdict =
  | { readonly state: "signed"; readonly caller: Caller; readonly payload: Payload; readonly presigned: boolean }
  | Denial;

/** AWS accepts clocks that are a quarter of an hour out of step, either way. */
export const MAX_SKEW_MS = 15 * 60_000;
/** Longest life of a presigned URL: seven days. */
export const MAX_PRESIGNED_SECONDS = 604_800;

/** What the sender claims: read from the header or the query, not yet checked. */
interface Claim {
  readonly scope: Scope;
  readonly amzDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly payloadHash: string;
  readonly presigned: boolean;
}

type Target = { readonly path: string; readonly query: QueryPairs };

/**
 * Verifies a request whose body has not been read yet (S3). Order as in AWS: form, time, key, signature.
 * A request with no signature at all is denied as `MissingAuthenticationToken`; S3 shows that as `AccessDenied`.
 */
export const verifyRequest = (request: SignedRequest, trust: Trust): Verdict => {
  const target = splitTarget(request.url);
  if (!target) return deny("InvalidURI", "Couldn't parse the specified URI.");
  const claim = readClaim(request, target, trust, undefined);
  return "state" in claim ? claim : judge(request, target, claim, trust);
};

/**
 * Verifies a request whose whole body is in hand (the JSON services), body included: the hash is taken from
 * the bytes, since only some senders name it in `x-amz-content-sha256`.
 */
export const verifyWhole = (request: SignedRequest, body: Uint8Array, trust: Trust): Verdict => {
  const target = splitTarget(request.url);
  if (!target) return deny("InvalidURI", "Couldn't parse the specified URI.");
  const bodyHash = sha256Hex(body);
  const claim = readClaim(request, target, trust, bodyHash);
  if ("state" in claim) return claim;
  const verdict = judge(request, target, claim, trust);
  if (verdict.state === "signed" && verdict.payload.kind === "sha256" && verdict.payload.hex !== bodyHash)
    return deny(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  return verdict;
};

const readClaim = (
  request: SignedRequest,
  target: Target,
  trust: Trust,
  bodyHash: string | undefined,
): Claim | Denial => {
  const authorization = request.headers.authorization;
  const inQuery = target.query.some(([name]) => name === "X-Amz-Algorithm" || name === "X-Amz-Signature");
  if (authorization !== undefined && inQuery)
    return deny(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    );
  if (request.headers["x-amz-security-token"] !== undefined || target.query.some(([n]) => n === "X-Amz-Security-Token"))
    return deny("InvalidToken", "The provided token is malformed or otherwise invalid.");
  if (inQuery) return readQueryClaim(request, target, trust);
  if (authorization === undefined) return deny("MissingAuthenticationToken", "Missing Authentication Token");
  return readHeaderClaim(request, authorization, bodyHash);
};

const readHeaderClaim = (
  { headers }: SignedRequest,
  authorization: string,
  bodyHash: string | undefined,
): Claim | Denial => {
  if (!authorization.startsWith("AWS4-HMAC-SHA256 "))
    return deny(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    );
  const part = (name: string) => new RegExp(`[ ,]${name}=([^, ]+)`).exec(authorization)?.[1];
  const [scope, signature, names] = [parseScope(part("Credential") ?? ""), part("Signature"), part("SignedHeaders")];
  if (!scope || !signature || !names)
    return deny(
      "AuthorizationHeaderMalformed",
      "The authorization header is malformed; the Credential, SignedHeaders and Signature parts are all required.",
    );
  const payloadHash = headers["x-amz-content-sha256"] ?? bodyHash;
  if (typeof payloadHash !== "string")
    return deny("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  const amzDate = headers["x-amz-date"] ?? basicIso(headers.date);
  if (typeof amzDate !== "string" || Number.isNaN(parseAmzDate(amzDate)))
    return deny("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
  return { scope, amzDate, signedHeaders: names.split(";"), signature, payloadHash, presigned: false };
};

const basicIso = (date: string | undefined): string | undefined => {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
};

const readQueryClaim = (request: SignedRequest, { query }: Target, trust: Trust): Claim | Denial => {
  const malformed = (message: string) => deny("AuthorizationQueryParametersError", message);
  const given = new Map(query);
  if (given.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256")
    return malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  const [signature, names] = [given.get("X-Amz-Signature"), given.get("X-Amz-SignedHeaders")];
  const [amzDate, expires] = [given.get("X-Amz-Date"), given.get("X-Amz-Expires")];
  if (!signature || !names || !amzDate || !expires)
    return malformed(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  const scope = parseScope(given.get("X-Amz-Credential") ?? "");
  if (!scope) return malformed("Error parsing the X-Amz-Credential parameter.");
  const signedAt = parseAmzDate(amzDate);
  if (Number.isNaN(signedAt))
    return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^\d{1,10}$/.test(expires)) return malformed("X-Amz-Expires should be a number");
  if (Number(expires) > MAX_PRESIGNED_SECONDS)
    return malformed(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  if (trust.now() > signedAt + Number(expires) * 1000) return deny("AccessDenied", "Request has expired");
  if (signedAt > trust.now() + MAX_SKEW_MS) return deny("AccessDenied", "Request is not yet valid");
  const inHeader = request.headers["x-amz-content-sha256"];
  const payloadHash =
    given.get("X-Amz-Content-Sha256") ?? (typeof inHeader === "string" ? inHeader : "UNSIGNED-PAYLOAD");
  return { scope, amzDate, signedHeaders: names.split(";"), signature, payloadHash, presigned: true };
};

const judge = (request: SignedRequest, target: Target, claim: Claim, trust: Trust): Verdict => {
  const { scope, amzDate, signedHeaders, presigned } = claim;
  const wrong = checkScope(claim, trust) ?? checkSignedHeaders(request, signedHeaders);
  if (wrong) return wrong;
  if (!presigned && Math.abs(trust.now() - parseAmzDate(amzDate)) > MAX_SKEW_MS)
    return deny("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
  const caller = trust.findCaller(scope.accessKeyId);
  if (!caller) return deny("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  const canonical = canonicalRequest(request, target, signedHeaders, claim.payloadHash, trust.service);
  const text = stringToSign(amzDate, scope, canonical);
  const key = signingKey(caller.secretAccessKey, scope);
  if (!sameSignature(claim.signature, signatureOf(key, text)))
    return {
      ...deny(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      ),
      stringToSign: text,
      canonicalRequest: canonical,
    };
  const payload = readPayload(claim, { key, amzDate, scope: scopeText(scope), seed: claim.signature });
  return payload ? { state: "signed", caller, payload, presigned } : unknownPayload;
};

const unknownPayload = deny(
  "InvalidArgument",
  "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
);

const checkScope = ({ scope, amzDate, presigned }: Claim, trust: Trust): Denial | undefined => {
  const code = presigned ? "AuthorizationQueryParametersError" : "AuthorizationHeaderMalformed";
  if (scope.region !== REGION)
    return deny(code, `The authorization is malformed; the region '${scope.region}' is wrong; expecting '${REGION}'`);
  if (scope.service !== trust.service)
    return deny(
      code,
      `The authorization is malformed; incorrect service "${scope.service}". This endpoint belongs to "${trust.service}".`,
    );
  if (!amzDate.startsWith(scope.day))
    return deny(
      code,
      `The authorization is malformed; Invalid credential date "${scope.day}". This date is not the same as X-Amz-Date.`,
    );
  return undefined;
};

/** The host and every `x-amz-` header must be under the signature, or a middleman could add what nobody signed. */
const checkSignedHeaders = ({ headers }: SignedRequest, signed: readonly string[]): Denial | undefined => {
  const bare = Object.keys(headers).filter((name) => name.startsWith("x-amz-") && !signed.includes(name));
  if (signed.includes("host") && bare.length === 0) return undefined;
  return deny(
    "AccessDenied",
    `There were headers present in the request which were not signed: ${bare.join(", ") || "host"}`,
  );
};

const readPayload = ({ payloadHash }: Claim, signing: ChunkSigning): Payload | undefined => {
  switch (payloadHash) {
    case "UNSIGNED-PAYLOAD":
      return { kind: "unsigned" };
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return { kind: "chunked", trailer: true, signing: undefined };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
      return { kind: "chunked", trailer: false, signing };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { kind: "chunked", trailer: true, signing };
    default:
      return /^[0-9a-f]{64}$/.test(payloadHash) ? { kind: "sha256", hex: payloadHash } : undefined;
  }
};
