import { queueArn } from "../../../local/queue/queue-attributes.ts";

/** A standard queue and its dead letters as plain lists: what the engine must agree with after every step. */
export interface ModelMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  readonly seq: number;
  queue: "work" | "dead";
  visibleAt: number;
  handle: string | undefined;
  receiveCount: number;
  receivedAt: number;
}

export interface ModelSettings {
  readonly retentionMs: number;
  readonly maxReceiveCount: number;
}

export const modelSettings: ModelSettings = { retentionMs: 60_000, maxReceiveCount: 3 };
export const workAttributes = {
  MessageRetentionPeriod: "60",
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 3 }),
};
export const deadAttributes = { MessageRetentionPeriod: "60" };

/** What a receive gives: which message, and for the how manieth time. */
export type Taken = readonly [id: string, receiveCount: number];

export const createQueueModel = (settings: ModelSettings, now: () => number) => {
  const messages: ModelMessage[] = [];
  let nextSeq = 0;
  const live = (queue: "work" | "dead") =>
    messages.filter((message) => message.queue === queue && now() - message.sentAt < settings.retentionMs);
  const remove = (message: ModelMessage) => messages.splice(messages.indexOf(message), 1);

  return {
    send: (id: string, body: string, delayMs: number): void => {
      const visibleAt = now() + delayMs;
      messages.push({
        id,
        body,
        sentAt: now(),
        seq: nextSeq++,
        queue: "work",
        visibleAt,
        handle: undefined,
        receiveCount: 0,
        receivedAt: 0,
      });
    },
    /** The engine chooses handles, so it is told of them afterwards by `handed`. */
    receive: (queue: "work" | "dead", atMost: number, hiddenMs: number): readonly Taken[] => {
      const ready = live(queue)
        .filter(({ visibleAt }) => visibleAt <= now())
        .sort((a, b) => a.visibleAt - b.visibleAt || a.seq - b.seq);
      const taken: Taken[] = [];
      for (const message of ready) {
        if (taken.length === atMost) break;
        if (queue === "work" && message.receiveCount >= settings.maxReceiveCount) {
          Object.assign(message, { queue: "dead", visibleAt: now(), handle: undefined });
          continue;
        }
        message.receiveCount += 1;
        Object.assign(message, { visibleAt: now() + hiddenMs, receivedAt: now() });
        taken.push([message.id, message.receiveCount]);
      }
      return taken;
    },
    handed: (id: string, handle: string): void => {
      const message = messages.find((one) => one.id === id);
      if (message) message.handle = handle;
    },
    delete: (handle: string): void => {
      const message = messages.find((one) => one.handle === handle);
      if (message) remove(message);
    },
    /** The refusal, or none. */
    changeVisibility: (handle: string, id: string, seconds: number, queue: "work" | "dead"): string | undefined => {
      const message = messages.find((one) => one.id === id && one.queue === queue);
      if (!message) return "InvalidParameterValueException";
      if (message.handle !== handle || message.visibleAt <= now()) return "MessageNotInflight";
      message.visibleAt = now() + seconds * 1000;
      return undefined;
    },
    giveBack: (handle: string): void => {
      const message = messages.find((one) => one.handle === handle);
      if (message)
        Object.assign(message, { visibleAt: now(), handle: undefined, receiveCount: message.receiveCount - 1 });
    },
    /** The engine forgets what is too old when it next receives; until then handles still find it. */
    forgetExpired: (queue: "work" | "dead"): void => {
      for (const message of messages.filter((one) => one.queue === queue && now() - one.sentAt >= settings.retentionMs))
        remove(message);
    },
    purge: (): void => {
      for (const message of messages.filter(({ queue }) => queue === "work")) remove(message);
    },
    counts: (queue: "work" | "dead") => ({
      ready: live(queue).filter(({ visibleAt }) => visibleAt <= now()).length,
      inFlight: live(queue).filter(({ visibleAt, handle }) => visibleAt > now() && handle !== undefined).length,
      delayed: live(queue).filter(({ visibleAt, handle }) => visibleAt > now() && handle === undefined).length,
    }),
  };
};
