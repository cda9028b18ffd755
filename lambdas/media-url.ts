import { GetObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ItemHeader, Media, Source } from "../core/item.ts";
import type { ShownItem } from "./api/shapes.ts";
import type { Deps } from "./deps.ts";
import { texts } from "./store/texts.ts";

/** The same address for all of a quarter of an hour, so that the browser's cache holds; then good for an hour at least. */
const WINDOW_MS = 15 * 60_000;
const VALID_SECONDS = 75 * 60;

/** Texts up to this size travel in the answer itself, larger ones by address. */
export const INLINE_TEXT_BYTES_MAX = 256 * 1024;

/**
 * A presigned address of an object at its pinned version. It answers with the type that was sniffed from the bytes, and
 * with those bytes as they are, never with what the uploader claimed of type or packing; and it shows the object rather
 * than offering to save it.
 */
export const mediaUrl = (
  { bucket, config, now }: Pick<Deps, "bucket" | "config" | "now">,
  source: Pick<Extract<Source, { from: "object" }>, "key" | "versionId">,
  { contentType }: Pick<Media, "contentType">,
): Promise<string> =>
  getSignedUrl(
    bucket,
    new GetObjectCommand({
      Bucket: config.INGEST_BUCKET,
      Key: source.key,
      ...(source.versionId && { VersionId: source.versionId }),
      // Without it a browser guesses by the bytes, which somebody else wrote.
      ResponseContentType: contentType === "text/plain" ? "text/plain; charset=utf-8" : contentType,
      ResponseContentDisposition: "inline",
      ResponseContentEncoding: "identity",
    }),
    { expiresIn: VALID_SECONDS, signingDate: new Date(Math.floor(now() / WINDOW_MS) * WINDOW_MS) },
  );

/** What a page needs to show an item; undefined for one that never became labelable. */
export const shownItem = async (
  deps: Pick<Deps, "table" | "bucket" | "config" | "now" | "pause">,
  { projectId, itemId, round, media, source }: Pick<ItemHeader, "projectId" | "itemId" | "round" | "media" | "source">,
): Promise<ShownItem | undefined> => {
  if (!media) return undefined;
  const shown = { itemId, round, media };
  if (source.from === "manifest" && source.text !== undefined) return { ...shown, text: source.text };
  const mayBeInline =
    source.from === "manifest" || (media.kind === "text" && source.sizeBytes <= INLINE_TEXT_BYTES_MAX);
  const text = mayBeInline ? await texts(deps).find(projectId, itemId, source.sha256) : undefined;
  if (text !== undefined) return { ...shown, text };
  if (source.from === "manifest") throw new Error(`item ${itemId} of ${projectId}: its text is missing`);
  return { ...shown, url: await mediaUrl(deps, source, media) };
};
