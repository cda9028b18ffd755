import { ACCOUNT_ID } from "../access/caller.ts";
import { isServiceAllowed } from "../access/policy.ts";
import { type BucketEvent, type EventFilter, matches } from "../bucket/events.ts";
import type { Assembly, Resource } from "../template/assembly.ts";
import type { Resolver } from "../template/intrinsics.ts";
import { isRecord, type Json, onlyKeys, recordAt, recordsAt, textAt, textsAt } from "../template/json.ts";
import { resourcesOf } from "./resource-types.ts";

/** What a bucket announces, and to which queue. */
export interface Notification {
  readonly bucket: string;
  readonly filter: EventFilter;
  readonly queueArn: string;
}

export interface NotificationParts {
  readonly assembly: Assembly;
  readonly resolver: Resolver;
  readonly refOf: (resource: Resource) => string;
}

/** Notifications said by the buckets themselves, and by CDK's custom resource for them. */
export const notificationsOf = (parts: NotificationParts): readonly Notification[] => {
  const { assembly, resolver, refOf } = parts;
  const ofBuckets = resourcesOf(assembly, "AWS::S3::Bucket").flatMap((bucket) => {
    const configuration = resolver.properties(bucket)["NotificationConfiguration"];
    return isRecord(configuration) ? queuesOf(configuration, refOf(bucket), bucket.id) : [];
  });
  const ofCustom = resourcesOf(assembly, "Custom::S3BucketNotifications").flatMap((resource) => {
    const properties = resolver.properties(resource);
    const configuration = recordAt(properties, "NotificationConfiguration", resource.id);
    return queuesOf(configuration, textAt(properties, "BucketName", resource.id), resource.id);
  });
  const all = [...ofBuckets, ...ofCustom];
  for (const one of all) checkPermission(one, parts);
  return all;
};

/** The bucket's own form says `Event`, `Queue` and `S3Key`; the custom resource speaks the API: `Events`, `QueueArn`, `Key`. */
const queuesOf = (configuration: Json, bucket: string, path: string): readonly Notification[] => {
  onlyKeys(configuration, ["QueueConfigurations"], `${path}.NotificationConfiguration`);
  return recordsAt(configuration, "QueueConfigurations", path).map((one) => {
    onlyKeys(one, ["Event", "Events", "Filter", "Id", "Queue", "QueueArn"], path);
    const events = one["Event"] === undefined ? textsAt(one, "Events", path) : [textAt(one, "Event", path)];
    const queueArn = textAt(one, one["Queue"] === undefined ? "QueueArn" : "Queue", path);
    return { bucket, filter: { events, ...keyFilter(one, path) }, queueArn };
  });
};

const keyFilter = (one: Json, path: string): Pick<EventFilter, "prefix" | "suffix"> => {
  if (!isRecord(one["Filter"])) return {};
  const filter = one["Filter"];
  const key = recordAt(filter, filter["S3Key"] === undefined ? "Key" : "S3Key", path);
  const rules = recordsAt(key, key["Rules"] === undefined ? "FilterRules" : "Rules", path);
  return Object.fromEntries(
    rules.map((rule) => {
      const name = textAt(rule, "Name", path).toLowerCase();
      if (name !== "prefix" && name !== "suffix") throw new Error(`${path}: a filter by ${name} is not known`);
      return [name, textAt(rule, "Value", path)];
    }),
  );
};

/** S3 refuses a notification to a queue that does not let it in. */
const checkPermission = ({ bucket, queueArn }: Notification, { assembly, resolver }: NotificationParts): void => {
  const context = { "aws:SourceAccount": [ACCOUNT_ID], "aws:SourceArn": [`arn:aws:s3:::${bucket}`] };
  const permitted = resourcesOf(assembly, "AWS::SQS::QueuePolicy").some((policy) =>
    isServiceAllowed(
      resolver.properties(policy)["PolicyDocument"],
      "s3.amazonaws.com",
      "sqs:SendMessage",
      queueArn,
      context,
      policy.id,
    ),
  );
  if (!permitted) throw new Error(`the queue ${queueArn} does not let S3 send it what happens in ${bucket}`);
};

/** Sends an event to every queue that asked for it; when it resolves, all have it on disk. */
export const deliverTo =
  (notifications: readonly Notification[], send: (queueArn: string, body: string) => void) =>
  async (event: BucketEvent): Promise<void> => {
    const wanted = notifications.filter(({ bucket, filter }) => bucket === event.bucket && matches(filter, event));
    const body = JSON.stringify({ Records: [event.record] });
    for (const { queueArn } of wanted) send(queueArn, body);
  };
