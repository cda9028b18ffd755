/** Bytes of a name in UTF-8; with the project's prefix it stays under the 1,024 of a key in S3. */
export const NAME_BYTES_MAX = 900;

/** Characters that no file system and no XML answer of S3 carries unchanged, and lone halves of a surrogate pair. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/u;
const ABSOLUTE = /^([/\\]|[a-z]:[/\\])/i;

/**
 * The path of a dropped file as the part of its key after the project's prefix. Letters of all scripts stay as they
 * came. `./` and doubled slashes go; what could point elsewhere, or would be changed on its way, is refused in words.
 */
export const keyPartOf = (name: string): { readonly part: string } | { readonly refused: string } => {
  // S3 replaces this text in the key of a form post.
  if (name.includes("${")) return { refused: "a name has no ${" };
  if (ABSOLUTE.test(name)) return { refused: RELATIVE };
  const part = name
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
  if (part === "" || name.endsWith("/")) return { refused: "a name ends with that of a file" };
  const refused = nameFault(part);
  if (refused) return { refused };
  if (new TextEncoder().encode(part).length > NAME_BYTES_MAX) {
    return { refused: `a name with its folders has at most ${NAME_BYTES_MAX} bytes` };
  }
  return { part };
};

/**
 * What is wrong with the part of a key after its project's prefix, for an object that any S3 client may have put; nothing
 * for most. A browser takes `.` and `..` out of an address before it asks, on Windows `\` parts folders too, and whoever
 * unpacks an export may write to the path that it names.
 */
export const nameFault = (part: string): string | undefined => {
  if (UNSAFE.test(part)) return "a name has no control characters";
  if (ABSOLUTE.test(part)) return RELATIVE;
  const segments = part.split(/[/\\]/);
  if (segments.includes("..")) return "a name does not go up a folder";
  if (segments.includes(".")) return "a name has no folder that is a dot";
  return undefined;
};

const RELATIVE = "a name is relative to the dropped folder";

const MIB = 1_048_576;

/**
 * Size of the parts of a large upload: about a thousand parts, each 8 to 64 MiB. Stays under the 10,000 parts of S3 up
 * to 640 GB (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html).
 */
export const partBytesOf = (sizeBytes: number): number =>
  Math.min(64, Math.max(8, Math.ceil(sizeBytes / 1000 / MIB))) * MIB;

/** Bytes of a part, the last being what is left; parts count from 1. Nothing for a part that the file does not have. */
export const bytesOfPart = (sizeBytes: number, part: number): number =>
  Math.max(0, Math.min(partBytesOf(sizeBytes), sizeBytes - (part - 1) * partBytesOf(sizeBytes)));

/** Files above this go in parts, which can go on after a break. */
export const ONE_POST_BYTES_MAX = 32 * MIB;
