import { codePointCount } from "../../core/consensus/text/code-points.ts";
import type { Media } from "../../core/item.ts";
import { type Rejection, reject } from "../../core/rejection.ts";

/** What a page can lay out and a person can read. */
export const TEXT_BYTES_MAX = 10 * 1_048_576;

/** Plain text is valid UTF-8 without NUL, whatever it is about: a page of HTML is text too, and is shown as its letters. */
export const inspectText = (
  content: Uint8Array,
): { readonly media: Media; readonly text: string } | { readonly rejection: Rejection } => {
  if ((content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff)) {
    return { rejection: reject("not_this_media", "the text is in UTF-16: save it as UTF-8") };
  }
  if (content.includes(0)) return { rejection: reject("not_this_media", "the file is not plain text") };
  const text = decodeUtf8(content);
  if (text === undefined) return { rejection: reject("not_this_media", "the text is not in UTF-8: save it as UTF-8") };
  if (text.trim() === "") return { rejection: reject("empty", "there is nothing to read in it") };
  return { media: { kind: "text", contentType: "text/plain", codePoints: codePointCount(text) }, text };
};

/** Undefined for bytes that are not UTF-8. A byte order mark is dropped, nothing else is changed: offsets would move. */
export const decodeUtf8 = (content: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
};
