import { integer, integerOrNull, type Row, text, textOrNull } from "../database.ts";
import { checkText, type MessageAttributes, md5Of, md5OfAttributes, sizeOfAttributes } from "./message-attributes.ts";
import { nameInArn, queueArn } from "./queue-attributes.ts";
import type { QueueState } from "./queue-state.ts";
import { expectQueue, findQueue, type Queue } from "./queues.ts";
import { readReceipt, writeReceipt } from "./receipts.ts";
import { invalidValue, missing, refusal } from "./sqs-refusal.ts";

/** Attributes that SQS itself keeps with a message: sender, group, trace. */
export type SystemAttributes = Readonly<Record<string, string>>;

export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly delaySeconds?: number | undefined;
  readonly system?: SystemAttributes;
}

export interface SentMessage {
  readonly messageId: string;
  readonly md5OfBody: string;
  readonly md5OfAttributes: string | undefined;
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: SystemAttributes;
  readonly messageAttributes: MessageAttributes;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_IN_FLIGHT = 120_000;
export const MAX_RECEIVE = 10;
/** A message is hidden for twelve hours at most, counted from its receive: extensions do not pass that. */
const MAX_HIDDEN_MS = 43_200_000;

export const sizeOf = ({ body, attributes = {} }: NewMessage): number =>
  Buffer.byteLength(body) + sizeOfAttributes(attributes);

export const sendMessage = (state: QueueState, name: string, message: NewMessage): SentMessage =>
  state.database.transaction(() => {
    const queue = expectQueue(state, name);
    const { body, attributes = {}, delaySeconds = queue.attributes.DelaySeconds, system = {} } = message;
    if (body === "") throw missing("MessageBody");
    checkText(body);
    const limit = queue.attributes.MaximumMessageSize;
    if (sizeOf(message) > limit)
      throw refusal(
        "InvalidParameterValueException",
        `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
      );
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900)
      throw invalidValue("DelaySeconds", delaySeconds, "DelaySeconds must be >= 0 and <= 900.");
    const messageId = state.newId();
    const mishap = state.mischief({ moment: "send", queue: name, messageId });
    const insert = state.database.sql(
      `INSERT INTO message (queue, id, body, attributes, system_attributes, sent_at, visible_at, receive_count)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
    );
    const copies = mishap === "drop" ? 0 : mishap === "duplicate" ? 2 : 1;
    const visibleAt = state.now() + delaySeconds * 1000;
    for (let n = 0; n < copies; n++)
      insert.run(queue.id, messageId, body, JSON.stringify(attributes), JSON.stringify(system), state.now(), visibleAt);
    state.wake(queue.id);
    return { messageId, md5OfBody: md5Of(body), md5OfAttributes: md5OfAttributes(attributes) };
  });

export interface ReceiveOptions {
  /** 1 to 10. */
  readonly atMost?: number;
  /** The queue's own if absent. */
  readonly visibilitySeconds?: number | undefined;
}

/**
 * Takes ready messages, longest ready first. One that came too often goes to its dead letters instead. Above the
 * limit of messages in flight, refuses with `OverLimit`.
 */
export const receiveMessages = (
  state: QueueState,
  name: string,
  { atMost = 1, visibilitySeconds }: ReceiveOptions = {},
): readonly ReceivedMessage[] => {
  const queue = expectQueue(state, name);
  dropExpired(state, queue);
  if (!readyRow(state, queue)) return [];
  const hiddenMs = (visibilitySeconds ?? queue.attributes.VisibilityTimeout) * 1000;
  return state.database.transaction(() => {
    const room = roomInFlight(state, queue, atMost);
    if (room === 0) throw refusal("OverLimit", "The maximum number of in flight messages is reached.");
    const received: ReceivedMessage[] = [];
    const passedOver: number[] = [];
    let taken = 0;
    for (let row = readyRow(state, queue); row && taken < room; row = readyRow(state, queue, passedOver)) {
      if (passOn(state, queue, row)) continue;
      const messageId = text(row, "id");
      const mishap = state.mischief({ moment: "receive", queue: name, messageId });
      if (mishap === "reorder" && readyRow(state, queue, [...passedOver, integer(row, "seq")])) {
        passedOver.push(integer(row, "seq"));
        continue;
      }
      taken += 1;
      const message = take(state, queue, row, mishap === "duplicate" ? 0 : hiddenMs);
      passedOver.push(integer(row, "seq"));
      if (mishap !== "drop") received.push(message);
    }
    state.headroom.set(queue.id, (state.headroom.get(queue.id) ?? 0) - taken);
    return received;
  });
};

/**
 * How many messages may be taken now, `atMost` at most. Only a receive puts more in flight, so those there are
 * counted again only when the headroom left by the last count could be used up.
 */
const roomInFlight = (state: QueueState, queue: Queue, atMost: number): number => {
  if ((state.headroom.get(queue.id) ?? 0) < atMost)
    state.headroom.set(queue.id, MAX_IN_FLIGHT - inFlight(state, queue));
  return Math.min(Math.max(state.headroom.get(queue.id) ?? 0, 0), atMost);
};

/** The message that has been ready longest, less those named; what is too old has been dropped before. */
const readyRow = ({ database, now }: QueueState, { id }: Queue, but: readonly number[] = []): Row | undefined =>
  database
    .sql(
      `SELECT * FROM message WHERE queue = ? AND visible_at <= ? AND seq NOT IN (SELECT value FROM json_each(?))
       ORDER BY visible_at, seq LIMIT 1`,
    )
    .get(id, now(), JSON.stringify(but));

const take = ({ database, now, newId }: QueueState, queue: Queue, row: Row, hiddenMs: number): ReceivedMessage => {
  const [seq, nonce, receiveCount] = [integer(row, "seq"), newId(), integer(row, "receive_count") + 1];
  const firstReceivedAt = integerOrNull(row, "first_received_at") ?? now();
  database
    .sql(
      "UPDATE message SET receipt = ?, receive_count = ?, received_at = ?, first_received_at = ?, visible_at = ? WHERE seq = ?",
    )
    .run(nonce, receiveCount, now(), firstReceivedAt, now() + hiddenMs, seq);
  const [body, sourceArn] = [text(row, "body"), textOrNull(row, "source_arn")];
  return {
    messageId: text(row, "id"),
    receiptHandle: writeReceipt(queue, { seq, nonce }),
    body,
    md5OfBody: md5Of(body),
    attributes: {
      ...(JSON.parse(text(row, "system_attributes")) as SystemAttributes),
      SentTimestamp: String(integer(row, "sent_at")),
      ApproximateReceiveCount: String(receiveCount),
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      ...(sourceArn === undefined ? {} : { DeadLetterQueueSourceArn: sourceArn }),
    },
    messageAttributes: JSON.parse(text(row, "attributes")) as MessageAttributes,
  };
};

/**
 * Moves a message received often enough to the dead letters. Its age goes on counting from when it was first sent, as
 * in a standard queue. Without the dead-letter queue it stays where it is.
 */
const passOn = (state: QueueState, queue: Queue, row: Row): boolean => {
  const policy = queue.attributes.RedrivePolicy;
  if (!policy || integer(row, "receive_count") < policy.maxReceiveCount) return false;
  const target = findQueue(state, nameInArn(policy.deadLetterTargetArn) ?? "");
  if (!target || target.id === queue.id) return false;
  state.database
    .sql("UPDATE message SET queue = ?, receipt = NULL, visible_at = ?, source_arn = ? WHERE seq = ?")
    .run(target.id, state.now(), queueArn(queue.name), integer(row, "seq"));
  state.wake(target.id);
  return true;
};

/** Deletes by the handle of the latest receive. An older handle, or a second delete, succeeds and deletes nothing. */
export const deleteMessage = (state: QueueState, name: string, receiptHandle: string): void => {
  const queue = expectQueue(state, name);
  const { seq, nonce } = readReceipt(queue, receiptHandle);
  const find = state.database.sql("SELECT id FROM message WHERE seq = ? AND queue = ? AND receipt = ?");
  const row = find.get(seq, queue.id, nonce);
  if (!row || state.mischief({ moment: "delete", queue: name, messageId: text(row, "id") }) === "drop") return;
  state.database.sql("DELETE FROM message WHERE seq = ?").run(seq);
};

/** Hides a message in flight until so long from now; 0 makes it ready at once. */
export const changeVisibility = (state: QueueState, name: string, receiptHandle: string, seconds: number): void => {
  const queue = expectQueue(state, name);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_HIDDEN_MS / 1000)
    throw invalidValue("VisibilityTimeout", seconds, "VisibilityTimeout must be an integer between 0 and 43200");
  const { seq, nonce } = readReceipt(queue, receiptHandle);
  const row = state.database.sql("SELECT * FROM message WHERE seq = ? AND queue = ?").get(seq, queue.id);
  if (!row)
    throw invalidValue(
      "ReceiptHandle",
      receiptHandle,
      "Message does not exist or is not available for visibility timeout change.",
    );
  if (textOrNull(row, "receipt") !== nonce || integer(row, "visible_at") <= state.now())
    throw refusal("MessageNotInflight", "The message referred to isn't in flight.");
  const visibleAt = state.now() + seconds * 1000;
  if (visibleAt > integer(row, "received_at") + MAX_HIDDEN_MS)
    throw invalidValue(
      "VisibilityTimeout",
      seconds,
      "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    );
  state.database.sql("UPDATE message SET visible_at = ? WHERE seq = ?").run(visibleAt, seq);
  state.wake(queue.id);
};

/** Takes back receives whose answer never reached anybody: the messages are ready at once, and not counted. */
export const giveBack = (state: QueueState, name: string, receiptHandles: readonly string[]): void =>
  state.database.transaction(() => {
    const queue = findQueue(state, name);
    if (!queue) return;
    const undo = state.database.sql(
      `UPDATE message SET visible_at = ?, receipt = NULL, receive_count = receive_count - 1
       WHERE seq = ? AND queue = ? AND receipt = ?`,
    );
    for (const handle of receiptHandles) {
      const { seq, nonce } = readReceipt(queue, handle);
      undo.run(state.now(), seq, queue.id, nonce);
    }
    state.wake(queue.id);
  });

/** A message that is younger is not blamed for the end of a process that had it in hand. */
const BLAMED_AFTER_MS = 3_600_000;

/**
 * Makes ready at once all that is in flight: for a queue whose takers are known to be gone. Their receives are not
 * counted, so that a server that is killed again and again sends nothing to its dead letters; but those of a message that
 * is an hour old are, for it may be what ends the server.
 */
export const releaseInFlight = (state: QueueState, name: string): void => {
  const queue = expectQueue(state, name);
  state.database
    .sql(
      `UPDATE message SET visible_at = ?1, receive_count = receive_count - (sent_at > ?3)
       WHERE queue = ?2 AND visible_at > ?1 AND receipt IS NOT NULL`,
    )
    .run(state.now(), queue.id, state.now() - BLAMED_AFTER_MS);
  state.wake(queue.id);
};

const inFlight = ({ database, now }: QueueState, { id }: Queue): number =>
  integer(
    database
      .sql("SELECT COUNT(*) AS n FROM message WHERE queue = ? AND visible_at > ? AND receipt IS NOT NULL")
      .get(id, now()) ?? {},
    "n",
  );

/** Messages past their retention are gone for every reader already; this makes room. */
const dropExpired = ({ database, now }: QueueState, { id, attributes }: Queue): void => {
  const expired = now() - attributes.MessageRetentionPeriod * 1000;
  if (!database.sql("SELECT 1 FROM message WHERE queue = ? AND sent_at <= ? LIMIT 1").get(id, expired)) return;
  database.sql("DELETE FROM message WHERE queue = ? AND sent_at <= ?").run(id, expired);
};

export interface Counts {
  readonly ready: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export const countMessages = (state: QueueState, name: string): Counts => {
  const queue = expectQueue(state, name);
  const expired = state.now() - queue.attributes.MessageRetentionPeriod * 1000;
  const row = state.database
    .sql(
      `SELECT COUNT(*) FILTER (WHERE visible_at <= ?1) AS ready,
         COUNT(*) FILTER (WHERE visible_at > ?1 AND receipt IS NOT NULL) AS in_flight,
         COUNT(*) FILTER (WHERE visible_at > ?1 AND receipt IS NULL) AS delayed
       FROM message WHERE queue = ?2 AND sent_at > ?3`,
    )
    .get(state.now(), queue.id, expired);
  const of = (column: string) => integer(row ?? {}, column);
  return { ready: of("ready"), inFlight: of("in_flight"), delayed: of("delayed") };
};

/** When a message becomes ready next; undefined if none will. Now or earlier means that one is. */
export const nextReadyAt = ({ database, now }: QueueState, { id, attributes }: Queue): number | undefined => {
  const row = database
    .sql("SELECT MIN(visible_at) AS at FROM message WHERE queue = ? AND sent_at > ?")
    .get(id, now() - attributes.MessageRetentionPeriod * 1000);
  return integerOrNull(row ?? {}, "at");
};
