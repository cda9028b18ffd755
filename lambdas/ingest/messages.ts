import * as z from "zod";
import { media, projectId } from "../api/shapes.ts";

/** What S3 sends for each object, as far as it is read (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). */
const objectEvent = z.object({
  eventName: z.string(),
  s3: z.object({
    object: z.object({
      key: z.string(),
      versionId: z.string().optional(),
      sequencer: z.string().optional(),
    }),
  }),
});
export type ObjectEvent = z.output<typeof objectEvent>;

/** Sent once when the notification is set up. */
const testEvent = z.object({ Event: z.literal("s3:TestEvent") });

/** One version of one object, as it was opened. */
const pinned = { key: z.string(), versionId: z.string().optional(), etag: z.string(), sizeBytes: z.int() };

/** Whole lines of a manifest. */
const manifestSlice = z.strictObject({
  kind: z.literal("manifest-slice"),
  projectId,
  manifest: z.strictObject(pinned),
  slice: z.strictObject({
    from: z.int(),
    to: z.int(),
    firstLine: z.int(),
    isOverlong: z.literal(true).optional(),
  }),
});
export type ManifestSliceMessage = z.output<typeof manifestSlice>;

/** An object that a manifest names and that is no item yet. */
const namedObject = z.strictObject({
  kind: z.literal("named-object"),
  projectId,
  key: z.string(),
  manifestKey: z.string(),
  line: z.int(),
});
export type NamedObjectMessage = z.output<typeof namedObject>;

/** An object whose hash takes more than one run. */
const digest = z.strictObject({
  kind: z.literal("digest"),
  projectId,
  object: z.strictObject(pinned),
  sequencer: z.string().optional(),
  media,
  at: z.int(),
  state: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DigestMessage = z.output<typeof digest>;

/** What ingest sends to itself. */
export type OnwardMessage = ManifestSliceMessage | NamedObjectMessage | DigestMessage;

/** What comes into the ingest queue: events of the bucket, and what ingest sends to itself. */
export const ingestMessage = z.union([
  z.object({ Records: z.array(objectEvent) }),
  testEvent,
  z.discriminatedUnion("kind", [manifestSlice, namedObject, digest]),
]);
export type IngestMessage = z.output<typeof ingestMessage>;

/** Keys in events are encoded as in a form: `+` is a space. Undefined for what is no such encoding: S3 never sends it. */
export const keyOfEvent = ({ s3 }: ObjectEvent): string | undefined => {
  try {
    return decodeURIComponent(s3.object.key.replaceAll("+", " "));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
};
