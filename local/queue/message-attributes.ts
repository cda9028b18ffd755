import { createHash } from "node:crypto";
import { invalidValue, refusal } from "./sqs-refusal.ts";

/** A message's own attribute; its type is String, Number or Binary, perhaps with a label such as `Number.int`. */
export type MessageAttribute =
  | { readonly DataType: string; readonly StringValue: string }
  /** Base64. */
  | { readonly DataType: string; readonly BinaryValue: string };

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const MAX_ATTRIBUTES = 10;
const nameRule = /^(?!\.)(?!.*\.\.)(?!.*\.$)(?!aws\.|amazon\.)[\w.-]{1,256}$/i;
const typeRule = /^(String|Number|Binary)(\..+)?$/;

/** Reads the attributes of a request, each by the rules of its type. */
export const readMessageAttributes = (given: Readonly<Record<string, unknown>>): MessageAttributes => {
  const entries = Object.entries(given);
  if (entries.length > MAX_ATTRIBUTES)
    throw refusal(
      "InvalidParameterValueException",
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  return Object.fromEntries(entries.map(([name, value]) => [name, readAttribute(name, value)]));
};

const readAttribute = (name: string, given: unknown): MessageAttribute => {
  if (!nameRule.test(name)) throw invalidValue("MessageAttributeName", name, "The attribute name is not allowed.");
  const { DataType, StringValue, BinaryValue, ...more } = (given ?? {}) as Record<string, unknown>;
  const refused = (reason: string) =>
    refusal("InvalidParameterValueException", `The message attribute '${name}' ${reason}.`);
  if (Object.keys(more).length > 0) throw refused(`has ${Object.keys(more).join(", ")}, which is not supported`);
  const type = typeof DataType === "string" ? typeRule.exec(DataType)?.[1] : undefined;
  if (typeof DataType !== "string" || type === undefined || DataType.length > 256)
    throw refused("must have a data type of String, Number or Binary");
  if (type === "Binary") {
    if (typeof BinaryValue !== "string" || BinaryValue === "") throw refused("must contain a non-empty binary value");
    return { DataType, BinaryValue };
  }
  if (typeof StringValue !== "string" || StringValue === "") throw refused("must contain a non-empty value");
  if (type === "Number" && Number.isNaN(Number(StringValue))) throw refused("can't be cast to a number");
  checkText(StringValue);
  return { DataType, StringValue };
};

/** SQS carries what XML 1.0 can: tab, line breaks, and everything from space on but lone surrogates and non-characters. */
export const checkText = (text: string): void => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) return;
  throw refusal("InvalidMessageContents", "The message contains characters outside the allowed set.");
};

const bytesOf = (attribute: MessageAttribute): Buffer =>
  "BinaryValue" in attribute ? Buffer.from(attribute.BinaryValue, "base64") : Buffer.from(attribute.StringValue);

/** Attributes count towards a message's size: names, types and values. */
export const sizeOfAttributes = (attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + bytesOf(attribute).length,
    0,
  );

const withLength = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/**
 * MD5 that clients check, or undefined without attributes: by name, then length and bytes of name, type and value,
 * with a 1 or 2 before the value. See "Calculating the MD5 message digest for message attributes" in the SQS guide.
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const names = Object.keys(attributes).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    hash.update(withLength(Buffer.from(name)));
    hash.update(withLength(Buffer.from(attribute.DataType)));
    hash.update(Buffer.from(["BinaryValue" in attribute ? 2 : 1]));
    hash.update(withLength(bytesOf(attribute)));
  }
  return hash.digest("hex");
};

export const md5Of = (text: string): string => createHash("md5").update(text).digest("hex");
