import { ACCOUNT_ID, REGION } from "../access/caller.ts";
import { uriEncode } from "../access/sigv4-canonical.ts";
import { integer, text } from "../database.ts";
import { bucketArn } from "./buckets.ts";
import type { Store } from "./store.ts";

export type ObjectEventName =
  | `ObjectCreated:${"Put" | "Post" | "Copy" | "CompleteMultipartUpload"}`
  | `${"ObjectRemoved" | "LifecycleExpiration"}:${"Delete" | "DeleteMarkerCreated"}`;

/** One member of `Records` in an S3 notification, with its key in plain text beside it. */
export interface BucketEvent {
  readonly bucket: string;
  readonly key: string;
  readonly name: ObjectEventName;
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
  readonly record: unknown;
}

export interface EventOrigin {
  readonly requestId: string;
  readonly sourceIp: string;
  readonly callerName: string;
}

interface Changed {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly sizeBytes?: number;
  readonly etag?: string;
}

/** As keys stand in notifications and in listings of `encoding-type=url`: a space is `+`, a slash stays. */
export const formEncode = (key: string): string => uriEncode(key).replaceAll("%20", "+").replaceAll("%2F", "/");

/**
 * Puts the event of a change into the outbox. Must be called inside the transaction of the change: a crash keeps
 * both or neither. The row's number is the sequencer, so events of one key are in order as hex text.
 */
export const recordEvent = (
  { database, now, wakeOutbox }: Store,
  event: { readonly name: ObjectEventName; readonly origin: EventOrigin },
  changed: Changed,
): void => {
  const { bucket, key } = changed;
  const { lastInsertRowid } = database
    .sql("INSERT INTO event (bucket, key, name, record) VALUES (?, ?, ?, '')")
    .run(bucket, key, event.name);
  const sequencer = lastInsertRowid.toString(16).toUpperCase().padStart(18, "0");
  const record = toRecord(event, changed, sequencer, new Date(now()).toISOString());
  database.sql("UPDATE event SET record = ? WHERE seq = ?").run(JSON.stringify(record), lastInsertRowid);
  wakeOutbox();
};

const toRecord = (
  { name, origin }: { readonly name: ObjectEventName; readonly origin: EventOrigin },
  { bucket, key, versionId, sizeBytes, etag }: Changed,
  sequencer: string,
  eventTime: string,
): object => ({
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: REGION,
  eventTime,
  eventName: name,
  userIdentity: { principalId: `AWS:${origin.callerName}` },
  requestParameters: { sourceIPAddress: origin.sourceIp },
  responseElements: { "x-amz-request-id": origin.requestId, "x-amz-id-2": origin.requestId },
  s3: {
    s3SchemaVersion: "1.0",
    configurationId: "",
    bucket: { name: bucket, ownerIdentity: { principalId: ACCOUNT_ID }, arn: bucketArn(bucket) },
    object: {
      key: formEncode(key),
      ...(sizeBytes === undefined ? {} : { size: sizeBytes }),
      ...(etag === undefined ? {} : { eTag: etag }),
      ...(versionId === undefined || versionId === "null" ? {} : { versionId }),
      sequencer,
    },
  },
});

/** Events still to be delivered, oldest first. */
export const waitingEvents = (
  { database }: Store,
  after: number,
  atMost: number,
): readonly { readonly seq: number; readonly event: BucketEvent }[] =>
  database
    .sql("SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?")
    .all(after, atMost)
    .map((row) => ({
      seq: integer(row, "seq"),
      event: {
        bucket: text(row, "bucket"),
        key: text(row, "key"),
        name: text(row, "name") as ObjectEventName,
        record: JSON.parse(text(row, "record")),
      },
    }));

export const forgetEvents = ({ database }: Store, delivered: readonly number[]): void =>
  database.transaction(() => {
    const forget = database.sql("DELETE FROM event WHERE seq = ?");
    for (const seq of delivered) forget.run(seq);
  });

/** What a notification configuration asks for. */
export interface EventFilter {
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
}

export const matches = (filter: EventFilter, event: Pick<BucketEvent, "key" | "name">): boolean => {
  const wanted = (pattern: string) =>
    pattern.endsWith("*") ? `s3:${event.name}`.startsWith(pattern.slice(0, -1)) : `s3:${event.name}` === pattern;
  return (
    filter.events.some(wanted) && event.key.startsWith(filter.prefix ?? "") && event.key.endsWith(filter.suffix ?? "")
  );
};
