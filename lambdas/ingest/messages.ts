import { z } from "zod";

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

export const ingestMessage = z.union([z.object({ Records: z.array(objectEvent) }), testEvent]);
export type IngestMessage = z.output<typeof ingestMessage>;

/** Keys in events are encoded as in a form: `+` is a space. */
export const keyOfEvent = ({ s3 }: ObjectEvent): string => decodeURIComponent(s3.object.key.replaceAll("+", " "));
