import { GetObjectCommand, NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import type { ProjectId } from "../core/ids.ts";
import { refuse } from "../core/refusal.ts";
import {
  VOICE_BYTES_MAX,
  VOICE_SECONDS_MAX,
  VOICE_TYPES,
  type VoiceNote,
  type VoiceType,
  voiceKeyOf,
  voiceTypeOf,
} from "../core/voice-note.ts";
import type { Deps } from "./deps.ts";
import { readVoice } from "./ingest/voice.ts";
import { mediaUrl } from "./media-url.ts";

const POST_SECONDS = 15 * 60;
/** Recorders stop a little late. */
const SECONDS_SLACK = 5;

/** A form to post a recording with: the bucket takes exactly so many bytes, under a key that nobody chose. */
export const voiceForm = async (
  { bucket, config, newId }: Deps,
  projectId: ProjectId,
  { contentType, sizeBytes }: { readonly contentType: VoiceType; readonly sizeBytes: number },
): Promise<{ readonly key: string; readonly url: string; readonly fields: Record<string, string> }> => {
  const Key = voiceKeyOf(projectId, newId(), contentType);
  const { url, fields } = await createPresignedPost(bucket, {
    Bucket: config.INGEST_BUCKET,
    Key,
    Fields: { "Content-Type": contentType },
    Conditions: [["content-length-range", sizeBytes, sizeBytes]],
    Expires: POST_SECONDS,
  });
  return { key: Key, url, fields };
};

/**
 * The recording under a key, looked at before anything names it: one of this project, at most a megabyte and a minute,
 * and by its bytes the kind of sound that its key says. Anything else is refused, and lies there unnamed and unserved.
 * It is named with its version: what the form puts over it afterwards is never served in its place.
 */
export const heldVoice = async (deps: Deps, projectId: ProjectId, key: string): Promise<VoiceNote> => {
  const contentType = voiceTypeOf(projectId, key);
  if (!contentType) throw unfit("this is no voice note of this project", key, "a key that startVoice gave");
  const held = await read(deps, key);
  if (!held) throw unfit("the voice note has not arrived", key, "send the recording first");
  const { content, versionId } = held;
  if (content.length > VOICE_BYTES_MAX)
    throw unfit("the voice note is too large", `${content.length} bytes`, `at most ${VOICE_BYTES_MAX} bytes`);
  const voice = await readVoice(content);
  if (voice?.contentType !== contentType)
    throw unfit("these bytes are no such recording", voice?.contentType ?? "something else", VOICE_TYPES.join(", "));
  if ((voice.seconds ?? 0) > VOICE_SECONDS_MAX + SECONDS_SLACK)
    throw unfit("the voice note is too long", `${Math.round(voice.seconds ?? 0)} s`, `up to ${VOICE_SECONDS_MAX} s`);
  return { key, ...(versionId !== undefined && { versionId }), contentType, sizeBytes: content.length };
};

/** An address on the media site that plays it for a while, as the kind of sound that it is. */
export const shownVoice = async (
  deps: Pick<Deps, "bucket" | "config" | "now">,
  { contentType, ...at }: VoiceNote,
): Promise<{ readonly url: string; readonly contentType: VoiceType }> => ({
  url: await mediaUrl(deps, at, { contentType }),
  contentType,
});

interface Held {
  readonly content: Buffer;
  readonly versionId?: string;
}

const read = async ({ bucket, config }: Deps, key: string): Promise<Held | undefined> => {
  try {
    const { Body, VersionId } = await bucket.send(
      new GetObjectCommand({
        Bucket: config.INGEST_BUCKET,
        Key: key,
        // One more than may be: who sent more is told so, and no more is read.
        Range: `bytes=0-${VOICE_BYTES_MAX}`,
      }),
    );
    if (!Body) return undefined;
    const content = Buffer.from(await Body.transformToByteArray());
    return { content, ...(VersionId !== undefined && { versionId: VersionId }) };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    // No range lies in an object of no bytes.
    if (error instanceof S3ServiceException && error.name === "InvalidRange") return { content: Buffer.alloc(0) };
    throw error;
  }
};

const unfit = (message: string, value: string, allowed: string) =>
  refuse("bad-request", message, { field: "body.voice", value: value.slice(0, 80), allowed });
