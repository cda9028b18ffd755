import { openDatabase } from "../database.ts";
import {
  type Counts,
  changeVisibility,
  countMessages,
  deleteMessage,
  giveBack,
  type NewMessage,
  nextReadyAt,
  type ReceivedMessage,
  type ReceiveOptions,
  receiveMessages,
  releaseInFlight,
  type SentMessage,
  sendMessage,
} from "./messages.ts";
import { type Mischief, noMischief } from "./mischief.ts";
import { listMoveTasks, type MoveTask, startMoveTask } from "./move-tasks.ts";
import { type AttributeChanges, readAttributes } from "./queue-attributes.ts";
import { type QueueState, schema } from "./queue-state.ts";
import {
  createQueue,
  deleteQueue,
  deployQueue,
  expectQueue,
  findQueue,
  purgeQueue,
  type Queue,
  queueNames,
  setAttributes,
  setTags,
  sourcesOf,
  type Tags,
} from "./queues.ts";
import { SqsRefusal } from "./sqs-refusal.ts";
import { startWaiting } from "./waiting.ts";

export interface QueueEngineOptions {
  /** A file, or `:memory:` for simulations. */
  readonly path: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly mischief?: Mischief;
}

export interface PollOptions extends ReceiveOptions {
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Standard queues by their names, without HTTP. Time is what `now` says: messages become ready as it passes, and
 * nothing happens by itself. What a call did is on disk when it returns. Throws `SqsRefusal`.
 */
export interface QueueEngine {
  createQueue(name: string, changes?: AttributeChanges, tags?: Tags): void;
  /** As a deployment does: makes it or brings it in line, and takes attributes as texts. */
  deployQueue(name: string, attributes: Readonly<Record<string, string>>, tags?: Tags): void;
  deleteQueue(name: string): void;
  findQueue(name: string): Queue | undefined;
  queueNames(): readonly string[];
  sourcesOf(name: string): readonly Queue[];
  setAttributes(name: string, changes: AttributeChanges): void;
  setTags(name: string, tags: Tags): void;
  purge(name: string): void;
  counts(name: string): Counts;

  send(name: string, message: NewMessage): SentMessage;
  receive(name: string, options?: ReceiveOptions): readonly ReceivedMessage[];
  delete(name: string, receiptHandle: string): void;
  changeVisibility(name: string, receiptHandle: string, seconds: number): void;
  /** Undoes receives whose answer reached nobody. */
  giveBack(name: string, receiptHandles: readonly string[]): void;
  /** Makes all that is in flight ready: after a restart nobody has it in hand any more. */
  releaseInFlight(name: string): void;
  startMoveTask(sourceArn: string, destinationArn?: string, perSecond?: number): string;
  listMoveTasks(sourceArn: string, atMost: number): readonly MoveTask[];
  /** Several operations in one commit. */
  together<Result>(operations: () => Result): Result;

  /** Receives, waiting for a first message. After an abort nothing is taken. */
  poll(name: string, options: PollOptions): Promise<readonly ReceivedMessage[]>;
  /** Ends when a message is ready, or when aborted; tells which. */
  whenReady(name: string, signal: AbortSignal): Promise<boolean>;
  /** Makes those who wait look again: for clocks that are put forward by hand. */
  wakeAll(): void;
  /** Ends every wait with nothing, for good: before a close. */
  stopWaiting(): void;
  close(): void;
}

const OVER_LIMIT_PAUSE_MS = 100;

export const openQueueEngine = (options: QueueEngineOptions): QueueEngine => {
  const { path, now, newId, mischief = noMischief } = options;
  const database = openDatabase(path, schema);
  const waiting = startWaiting();
  const state: QueueState = { database, now, newId, mischief, headroom: new Map(), wake: waiting.wake };
  const closed = new AbortController();

  /** Waits until a message may be ready, the deadline has passed, or the signal says stop. */
  const pause = async (name: string, untilMs: number, signal: AbortSignal): Promise<void> => {
    const queue = expectQueue(state, name);
    const readyAt = nextReadyAt(state, queue) ?? Number.POSITIVE_INFINITY;
    // What is ready and was not given, because too much is in flight, is not asked for again at once.
    const lookAt = readyAt <= now() ? now() + OVER_LIMIT_PAUSE_MS : readyAt;
    await waiting.wait(queue.id, Math.min(lookAt, untilMs) - now(), signal);
    await lookRound();
  };

  const poll = async (name: string, { waitMs, signal, ...rest }: PollOptions): Promise<readonly ReceivedMessage[]> => {
    const untilMs = now() + waitMs;
    const stop = AbortSignal.any([signal, closed.signal]);
    for (;;) {
      if (stop.aborted) return [];
      const received = receivePatiently(state, name, rest, waitMs > 0);
      if (received.length > 0 || now() >= untilMs) return received;
      await pause(name, untilMs, stop);
    }
  };

  const whenReady = async (name: string, signal: AbortSignal): Promise<boolean> => {
    const stop = AbortSignal.any([signal, closed.signal]);
    for (;;) {
      if (stop.aborted) return false;
      const readyAt = nextReadyAt(state, expectQueue(state, name));
      if (readyAt !== undefined && readyAt <= now()) return true;
      await pause(name, Number.POSITIVE_INFINITY, stop);
    }
  };

  return {
    createQueue: (name, changes = {}, tags) => createQueue(state, name, changes, tags),
    deployQueue: (name, attributes, tags) => deployQueue(state, name, readAttributes(attributes), tags),
    deleteQueue: (name) => deleteQueue(state, name),
    findQueue: (name) => findQueue(state, name),
    queueNames: () => queueNames(state),
    sourcesOf: (name) => sourcesOf(state, name),
    setAttributes: (name, changes) => setAttributes(state, name, changes),
    setTags: (name, tags) => setTags(state, name, tags),
    purge: (name) => purgeQueue(state, name),
    counts: (name) => countMessages(state, name),
    send: (name, message) => sendMessage(state, name, message),
    receive: (name, receiveOptions) => receiveMessages(state, name, receiveOptions),
    delete: (name, receiptHandle) => deleteMessage(state, name, receiptHandle),
    changeVisibility: (name, receiptHandle, seconds) => changeVisibility(state, name, receiptHandle, seconds),
    giveBack: (name, receiptHandles) => giveBack(state, name, receiptHandles),
    releaseInFlight: (name) => releaseInFlight(state, name),
    startMoveTask: (sourceArn, destinationArn, perSecond) => startMoveTask(state, sourceArn, destinationArn, perSecond),
    listMoveTasks: (sourceArn, atMost) => listMoveTasks(state, sourceArn, atMost),
    together: database.transaction,
    poll,
    whenReady,
    wakeAll: waiting.wakeAll,
    stopWaiting: () => closed.abort(),
    close: () => {
      closed.abort();
      database.close();
    },
  };
};

/** Above the limit in flight, a long poll finds nothing where a short one is refused, as in SQS. */
const receivePatiently = (
  state: QueueState,
  name: string,
  options: ReceiveOptions,
  isLong: boolean,
): readonly ReceivedMessage[] => {
  try {
    return receiveMessages(state, name, options);
  } catch (error) {
    if (isLong && error instanceof SqsRefusal && error.code === "OverLimit") return [];
    throw error;
  }
};

/**
 * Lets what the network has already brought be seen before a message is taken: a client that hung up while it waited
 * is then known to be gone, and the message stays for another.
 */
const lookRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
