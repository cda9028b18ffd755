import type { Media } from "../../core/item.ts";
import { type Rejection, reject } from "../../core/rejection.ts";
import type { Bytes } from "./bytes.ts";
import { isTurned } from "./exif.ts";
import { readGif } from "./gif.ts";
import { readJpeg } from "./jpeg.ts";
import { readPng } from "./png.ts";
import type { StoredPicture } from "./stored-picture.ts";
import { readWebp } from "./webp.ts";

/** What browsers on phones still show; canvases end long before. */
const SIDE_MAX = 50_000;
const PIXELS_MAX = 500_000_000;

const READERS: Readonly<Record<string, (bytes: Bytes) => Promise<StoredPicture>>> = {
  "image/jpeg": readJpeg,
  "image/png": readPng,
  "image/webp": readWebp,
  "image/gif": readGif,
};

export const isImageType = (contentType: string): boolean => Object.hasOwn(READERS, contentType);

/** Width and height of the picture as it is shown upright, from its header. */
export const inspectImage = async (
  bytes: Bytes,
  contentType: string,
): Promise<{ readonly media: Media } | { readonly rejection: Rejection }> => {
  const read = READERS[contentType];
  if (!read) throw new Error(`no reader for ${contentType}`);
  const { width, height, orientation } = await read(bytes);
  if (width === 0 || height === 0) return { rejection: reject("broken", "the picture has no width or no height") };
  if (width > SIDE_MAX || height > SIDE_MAX || width * height > PIXELS_MAX) {
    const allowed = `at most ${SIDE_MAX} pixels a side and ${PIXELS_MAX / 1e6} megapixels in all`;
    return { rejection: reject("too_many_pixels", `the picture is ${width} × ${height} pixels; ${allowed}`) };
  }
  if (contentType === "image/webp" && orientation !== 1) {
    const found = `its EXIF says that it is turned (orientation ${orientation}), and browsers do not agree on that in WebP`;
    return { rejection: reject("turned_webp", `${found}: save it upright, or as JPEG or PNG`) };
  }
  const upright = isTurned(orientation) ? { width: height, height: width } : { width, height };
  return { media: { kind: "image", contentType, ...upright, orientation } };
};
