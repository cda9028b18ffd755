import { integer, integerOrNull, type Row, text } from "../database.ts";
import {
  type AttributeChanges,
  allowsSource,
  defaultAttributes,
  nameInArn,
  type QueueAttributes,
  queueArn,
} from "./queue-attributes.ts";
import type { QueueState } from "./queue-state.ts";
import { refusal } from "./sqs-refusal.ts";

export type Tags = Readonly<Record<string, string>>;

export interface Queue {
  readonly id: number;
  readonly name: string;
  /** Goes into receipt handles, so that those of one queue are nothing to another. */
  readonly salt: string;
  readonly attributes: QueueAttributes;
  readonly tags: Tags;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt: number | undefined;
}

/** AWS refuses a deleted name, and a second purge, for so long. */
const QUIET_MS = 60_000;
const MAX_TAGS = 50;

export const findQueue = ({ database }: QueueState, name: string): Queue | undefined => {
  const row = database.sql("SELECT * FROM queue WHERE name = ?").get(name);
  return row && toQueue(row);
};

export const expectQueue = (state: QueueState, name: string): Queue => {
  const queue = findQueue(state, name);
  if (queue) return queue;
  throw refusal("QueueDoesNotExist", "The specified queue does not exist.");
};

export const queueNames = ({ database }: QueueState): readonly string[] =>
  database
    .sql("SELECT name FROM queue ORDER BY name")
    .all()
    .map((row) => text(row, "name"));

/** Queues whose failures go to this one. */
export const sourcesOf = (state: QueueState, name: string): readonly Queue[] =>
  state.database
    .sql("SELECT * FROM queue ORDER BY name")
    .all()
    .map(toQueue)
    .filter(({ attributes }) => attributes.RedrivePolicy?.deadLetterTargetArn === queueArn(name));

/**
 * Makes a queue. One that is there with the same values is left alone, as in SQS; one with others is refused, and so
 * is a name deleted less than a minute ago.
 */
export const createQueue = (state: QueueState, name: string, given: AttributeChanges, tags: Tags = {}): void =>
  state.database.transaction(() => {
    checkName(name);
    const present = findQueue(state, name);
    const differs = ([attribute, value]: [string, unknown]) =>
      JSON.stringify(Object.entries(present?.attributes ?? {}).find(([known]) => known === attribute)?.[1]) !==
      JSON.stringify(value);
    if (present && Object.entries(given).some(differs))
      throw refusal(
        "QueueNameExists",
        "A queue already exists with the same name and a different value for attribute(s)",
      );
    if (present) return;
    const deleted = state.database.sql("SELECT deleted_at FROM deleted_queue WHERE name = ?").get(name);
    if (deleted && state.now() - integer(deleted, "deleted_at") < QUIET_MS)
      throw refusal(
        "QueueDeletedRecently",
        "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
      );
    checkRedrive(state, name, given);
    insert(state, name, given, tags);
  });

/** Makes a queue or brings it in line, as a deployment does: what is not given falls back to SQS's own defaults. */
export const deployQueue = (state: QueueState, name: string, given: AttributeChanges, tags: Tags = {}): void =>
  state.database.transaction(() => {
    checkName(name);
    checkRedrive(state, name, given);
    const present = findQueue(state, name);
    if (present) save(state, { ...present, attributes: applied(defaultAttributes, given), tags });
    else insert(state, name, given, tags);
  });

export const setAttributes = (state: QueueState, name: string, given: AttributeChanges): void =>
  state.database.transaction(() => {
    const queue = expectQueue(state, name);
    checkRedrive(state, name, given);
    save(state, { ...queue, attributes: applied(queue.attributes, given) });
    state.wake(queue.id);
  });

export const setTags = (state: QueueState, name: string, tags: Tags): void => {
  if (Object.keys(tags).length > MAX_TAGS)
    throw refusal("InvalidParameterValueException", `Too many tags added for queue ${name}.`);
  save(state, { ...expectQueue(state, name), tags });
};

export const deleteQueue = (state: QueueState, name: string): void =>
  state.database.transaction(() => {
    const { id } = expectQueue(state, name);
    state.database.sql("DELETE FROM queue WHERE id = ?").run(id);
    state.database.sql("INSERT OR REPLACE INTO deleted_queue (name, deleted_at) VALUES (?, ?)").run(name, state.now());
    state.database.sql("DELETE FROM deleted_queue WHERE deleted_at <= ?").run(state.now() - QUIET_MS);
    state.wake(id);
  });

/** Deletes every message, whether ready, delayed or in flight. */
export const purgeQueue = (state: QueueState, name: string): void =>
  state.database.transaction(() => {
    const { id, purgedAt } = expectQueue(state, name);
    if (purgedAt !== undefined && state.now() - purgedAt < QUIET_MS)
      throw refusal("PurgeQueueInProgress", `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`);
    state.database.sql("DELETE FROM message WHERE queue = ?").run(id);
    state.database.sql("UPDATE queue SET purged_at = ? WHERE id = ?").run(state.now(), id);
  });

const checkName = (name: string): void => {
  if (name.endsWith(".fifo"))
    throw refusal("UnsupportedOperation", "FIFO queues are not imitated by the embedded cloud.");
  if (!/^[\w-]{1,80}$/.test(name))
    throw refusal(
      "InvalidParameterValueException",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
};

const checkRedrive = (state: QueueState, name: string, { RedrivePolicy }: AttributeChanges): void => {
  if (!RedrivePolicy) return;
  const { deadLetterTargetArn } = RedrivePolicy;
  const targetName = nameInArn(deadLetterTargetArn);
  const target = targetName === undefined ? undefined : findQueue(state, targetName);
  if (!target)
    throw refusal(
      "InvalidParameterValueException",
      `Value ${JSON.stringify(RedrivePolicy)} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    );
  if (!allowsSource(target.attributes.RedriveAllowPolicy, queueArn(name)))
    throw refusal(
      "InvalidParameterValueException",
      `Value ${JSON.stringify(RedrivePolicy)} for parameter RedrivePolicy is invalid. Reason: Queue ${name} is not allowed to use ${targetName} as a dead letter queue.`,
    );
};

const applied = (attributes: QueueAttributes, changes: AttributeChanges): QueueAttributes => {
  const { Policy, RedrivePolicy, RedriveAllowPolicy, ...plain } = { ...attributes, ...changes };
  return {
    DelaySeconds: plain.DelaySeconds ?? attributes.DelaySeconds,
    MaximumMessageSize: plain.MaximumMessageSize ?? attributes.MaximumMessageSize,
    MessageRetentionPeriod: plain.MessageRetentionPeriod ?? attributes.MessageRetentionPeriod,
    ReceiveMessageWaitTimeSeconds: plain.ReceiveMessageWaitTimeSeconds ?? attributes.ReceiveMessageWaitTimeSeconds,
    VisibilityTimeout: plain.VisibilityTimeout ?? attributes.VisibilityTimeout,
    SqsManagedSseEnabled: plain.SqsManagedSseEnabled ?? attributes.SqsManagedSseEnabled,
    ...(Policy === undefined ? {} : { Policy }),
    ...(RedrivePolicy === undefined ? {} : { RedrivePolicy }),
    ...(RedriveAllowPolicy === undefined ? {} : { RedriveAllowPolicy }),
  };
};

const insert = ({ database, now, newId }: QueueState, name: string, given: AttributeChanges, tags: Tags): void => {
  const attributes = JSON.stringify(applied(defaultAttributes, given));
  database
    .sql("INSERT INTO queue (name, salt, attributes, tags, created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?)")
    .run(name, newId(), attributes, JSON.stringify(tags), now(), now());
};

const save = ({ database, now }: QueueState, { id, attributes, tags }: Queue): void => {
  database
    .sql("UPDATE queue SET attributes = ?, tags = ?, modified_at = ? WHERE id = ?")
    .run(JSON.stringify(attributes), JSON.stringify(tags), now(), id);
};

/** Attributes and tags were parsed before they were stored; the columns hold nothing else. */
const toQueue = (row: Row): Queue => ({
  id: integer(row, "id"),
  name: text(row, "name"),
  salt: text(row, "salt"),
  attributes: JSON.parse(text(row, "attributes")) as QueueAttributes,
  tags: JSON.parse(text(row, "tags")) as Tags,
  createdAt: integer(row, "created_at"),
  modifiedAt: integer(row, "modified_at"),
  purgedAt: integerOrNull(row, "purged_at"),
});
