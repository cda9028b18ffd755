import type { PostCondition } from "../access/sigv4-post.ts";
import { refusal } from "./s3-refusal.ts";

/** Fields that need no condition, since the signature or the form itself already vouches for them. */
const needsNone = (field: string): boolean =>
  ["policy", "x-amz-signature", "file"].includes(field) || field.startsWith("x-ignore-");

const failed = (why: string) => refusal("AccessDenied", `Invalid according to Policy: ${why}`);

/**
 * Holds a form to its policy before the file is read. Every field must be allowed by a condition, and every condition
 * met. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export const checkPolicy = (
  conditions: readonly PostCondition[],
  fields: ReadonlyMap<string, string>,
  bucket: string,
): void => {
  const given = new Map(fields).set("bucket", bucket);
  for (const condition of conditions) {
    if (condition.kind === "content-length-range") continue;
    const { kind, field, text } = condition;
    const value = given.get(field) ?? "";
    const holds = kind === "eq" ? value === text : startsWith(field, value, text);
    if (!holds) throw failed(`Policy Condition failed: ["${kind}", "$${field}", "${text}"]`);
  }
  const covered = new Set(conditions.flatMap((one) => (one.kind === "content-length-range" ? [] : [one.field])));
  const extra = [...fields.keys()].find((field) => !covered.has(field) && !needsNone(field));
  if (extra !== undefined) throw failed(`Extra input fields: ${extra}`);
};

/** A list of content types must begin right one by one. */
const startsWith = (field: string, value: string, text: string): boolean =>
  field === "content-type" ? value.split(",").every((one) => one.startsWith(text)) : value.startsWith(text);

export interface SizeBounds {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** The narrowest of the policy's ranges; without one, what a single upload may have. */
export const sizeBounds = (conditions: readonly PostCondition[], maxBytes: number): SizeBounds => {
  const ranges = conditions.filter((one) => one.kind === "content-length-range");
  return {
    minBytes: Math.max(0, ...ranges.map((range) => range.minBytes)),
    maxBytes: Math.min(maxBytes, ...ranges.map((range) => range.maxBytes)),
  };
};

/** Passes bytes on and refuses, as soon as it shows, a file outside the bounds. */
export async function* withinBounds(
  source: AsyncIterable<Buffer>,
  { minBytes, maxBytes }: SizeBounds,
): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const bytes of source) {
    seen += bytes.length;
    if (seen > maxBytes)
      throw refusal("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
        elements: { ProposedSize: String(seen), MaxSizeAllowed: String(maxBytes) },
      });
    yield bytes;
  }
  if (seen < minBytes)
    throw refusal("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
      elements: { ProposedSize: String(seen), MinSizeAllowed: String(minBytes) },
    });
}
