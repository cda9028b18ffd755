import { refusal } from "./s3-refusal.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const MAX_KEY_BYTES = 1024;

/** Any text is a key, `..` and emoji included: it is only ever compared. NUL ends texts in too many tools. */
export const checkKey = (key: string): string => {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw refusal("KeyTooLongError", "Your key is too long", {
      elements: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: String(MAX_KEY_BYTES) },
    });
  if (key === "" || key.includes("\0"))
    throw refusal("InvalidArgument", "A key must have characters, and none may be NUL.");
  return key;
};
