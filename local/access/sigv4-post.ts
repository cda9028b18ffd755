import type { Caller } from "./caller.ts";
import { REGION } from "./caller.ts";
import type { Trust } from "./sigv4.ts";
import { parseAmzDate, parseScope, sameSignature, signatureOf, signingKey } from "./sigv4-canonical.ts";
import { type Denial, deny } from "./sigv4-denial.ts";

/** One rule of a POST policy: a field equals or starts with a text, or the file's size lies within bounds. */
export type PostCondition =
  | { readonly kind: "eq" | "starts-with"; readonly field: string; readonly text: string }
  | { readonly kind: "content-length-range"; readonly minBytes: number; readonly maxBytes: number };

export type PostVerdict =
  | { readonly state: "signed"; readonly caller: Caller; readonly conditions: readonly PostCondition[] }
  | Denial;

/**
 * Verifies the policy of a browser's form upload. `fields` are the form's fields before the file, with
 * lower-case names. Whether the form keeps the conditions is for the bucket to say: the size is known last.
 */
export const verifyPostPolicy = (fields: ReadonlyMap<string, string>, trust: Trust): PostVerdict => {
  const policy = fields.get("policy");
  const signature = fields.get("x-amz-signature");
  if (policy === undefined && signature === undefined) return deny("AccessDenied", "Access Denied");
  if (policy === undefined || signature === undefined || fields.get("x-amz-algorithm") !== "AWS4-HMAC-SHA256")
    return deny("InvalidArgument", "Bucket POST must contain the fields policy, x-amz-signature and x-amz-algorithm.");
  if (fields.has("x-amz-security-token"))
    return deny("InvalidToken", "The provided token is malformed or otherwise invalid.");
  const scope = parseScope(fields.get("x-amz-credential") ?? "");
  const amzDate = fields.get("x-amz-date") ?? "";
  if (!scope || scope.region !== REGION || scope.service !== trust.service)
    return deny("InvalidArgument", "Error parsing the X-Amz-Credential parameter.");
  if (Number.isNaN(parseAmzDate(amzDate)) || !amzDate.startsWith(scope.day))
    return deny("InvalidArgument", "X-Amz-Date must be of the same day as X-Amz-Credential.");
  const caller = trust.findCaller(scope.accessKeyId);
  if (!caller) return deny("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  if (!sameSignature(signature, signatureOf(signingKey(caller.secretAccessKey, scope), policy)))
    return {
      ...deny(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.",
      ),
      stringToSign: policy,
    };
  const read = readPolicy(policy);
  if (!read) return deny("InvalidArgument", "Invalid Policy: Invalid JSON.");
  if (!(trust.now() < read.expiresAt)) return deny("AccessDenied", "Invalid according to Policy: Policy expired.");
  return { state: "signed", caller, conditions: read.conditions };
};

const readPolicy = (
  base64: string,
): { readonly expiresAt: number; readonly conditions: readonly PostCondition[] } | undefined => {
  const policy = parseJson(Buffer.from(base64, "base64").toString("utf8"));
  if (!isRecord(policy) || typeof policy["expiration"] !== "string" || !Array.isArray(policy["conditions"]))
    return undefined;
  const conditions = policy["conditions"].map(readCondition);
  if (!conditions.every((list) => list !== undefined)) return undefined;
  const expiresAt = Date.parse(policy["expiration"]);
  return Number.isNaN(expiresAt) ? undefined : { expiresAt, conditions: conditions.flat() };
};

/** `{field: text}`, or `[kind, …]`; undefined for anything else, since a rule not understood is a rule not kept. */
const readCondition = (given: unknown): readonly PostCondition[] | undefined => {
  if (Array.isArray(given)) {
    const [kind, first, second]: readonly unknown[] = given;
    if (given.length !== 3) return undefined;
    if (kind === "content-length-range") {
      const [minBytes, maxBytes] = [Number(first), Number(second)];
      return Number.isInteger(minBytes) && Number.isInteger(maxBytes) ? [{ kind, minBytes, maxBytes }] : undefined;
    }
    if (kind !== "eq" && kind !== "starts-with") return undefined;
    if (typeof first !== "string" || !first.startsWith("$") || typeof second !== "string") return undefined;
    return [{ kind, field: first.slice(1).toLowerCase(), text: second }];
  }
  if (!isRecord(given)) return undefined;
  const rules = Object.entries(given).map(([field, text]) =>
    typeof text === "string" ? { kind: "eq" as const, field: field.toLowerCase(), text } : undefined,
  );
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
