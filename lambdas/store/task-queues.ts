import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import { itemId, projectId } from "../api/shapes.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";

/** At most so many items in a ticket; packets of more take several tickets. */
export const TICKET_ITEMS_MAX = 10;

const ticketShape = z.object({
  v: z.literal(1),
  projectId,
  epoch: z.int(),
  items: z.array(itemId).min(1).max(TICKET_ITEMS_MAX),
});

/** A hint that some items want an annotator. It may be old, doubled or lost: the item's header decides. */
export interface Ticket {
  readonly v: 1;
  readonly projectId: ProjectId;
  readonly epoch: number;
  readonly items: readonly ItemId[];
}

/** A ticket as it was received; `receipt` is good for deleting it, once. */
export interface TakenTicket {
  readonly ticket: Ticket;
  readonly receipt: string;
}

/**
 * What a task queue is made with; a contract test holds it. A ticket that nobody took is worth nothing after an hour,
 * and one that was taken is deleted within seconds, so there are no dead letters here: what is lost is sent again.
 */
export const TASK_QUEUE_ATTRIBUTES = {
  VisibilityTimeout: "30",
  MessageRetentionPeriod: "3600",
  SqsManagedSseEnabled: "true",
  Policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  }),
} as const;

/** Each opening of a project has its own queue: AWS refuses a deleted name for 60 s, and old tickets stay behind. */
export const taskQueueName = ({ config }: Pick<Deps, "config">, project: ProjectId, epoch: number): string =>
  `${config.TASK_QUEUE_PREFIX}${project}-${epoch}`;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_MAX = 10;
const BATCHES_AT_ONCE = 8;

const MISSING_FOR_MS = 20_000;
interface KnownUrl {
  readonly url: string | undefined;
  readonly untilMs: number;
}
/** Urls never change, so each process asks once; that a queue is missing is believed for a while only. */
const knownUrls = new WeakMap<SQSClient, Map<string, KnownUrl>>();

/** The task queues: one per opening of a project, made and deleted at run time. They hold no truth. */
export const taskQueues = (deps: Pick<Deps, "queue" | "config" | "now">) => {
  const { queue, now } = deps;
  const known = knownUrls.get(queue) ?? new Map<string, KnownUrl>();
  knownUrls.set(queue, known);

  const urlOf = async (project: ProjectId, epoch: number): Promise<string | undefined> => {
    const QueueName = taskQueueName(deps, project, epoch);
    const before = known.get(QueueName);
    if (before && now() < before.untilMs) return before.url;
    const url = await orMissing(async () => (await queue.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl);
    known.set(QueueName, { url, untilMs: url ? Number.POSITIVE_INFINITY : now() + MISSING_FOR_MS });
    return url;
  };

  /** Runs on the queue's url; undefined when there is no such queue, now or any more. */
  const onQueue = async <Out>(project: ProjectId, epoch: number, run: (url: string) => Promise<Out>) => {
    const url = await urlOf(project, epoch);
    if (url === undefined) return undefined;
    const done = await orMissing(() => run(url));
    if (done === undefined) known.delete(taskQueueName(deps, project, epoch));
    return done;
  };

  return {
    /** Makes the queue; the same one twice is once. */
    async create(project: ProjectId, epoch: number): Promise<void> {
      const QueueName = taskQueueName(deps, project, epoch);
      await queue.send(new CreateQueueCommand({ QueueName, Attributes: { ...TASK_QUEUE_ATTRIBUTES } }));
      known.delete(QueueName);
    },

    /** Deletes the queue of one opening, if it is there. */
    async remove(project: ProjectId, epoch: number): Promise<void> {
      await onQueue(project, epoch, (url) => queue.send(new DeleteQueueCommand({ QueueUrl: url })));
      known.delete(taskQueueName(deps, project, epoch));
    },

    /**
     * Takes at most `count` tickets of this epoch, without waiting: a short poll may miss some, and then the backlog
     * index answers. Tickets that cannot be read or are of another epoch are deleted. Undefined without a queue.
     */
    async take(project: ProjectId, epoch: number, count: number): Promise<readonly TakenTicket[] | undefined> {
      return onQueue(project, epoch, async (url) => {
        const { Messages = [] } = await queue.send(
          new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: Math.min(10, count), WaitTimeSeconds: 0 }),
        );
        const taken = Messages.map(({ Body = "", ReceiptHandle = "" }) => ({
          ticket: parseTicket(Body),
          receipt: ReceiptHandle,
        }));
        const fits = ({ ticket }: { readonly ticket: Ticket | undefined }): boolean =>
          ticket?.projectId === project && ticket.epoch === epoch;
        const unfit = taken.filter((one) => !fits(one));
        await Promise.all(
          unfit.map(({ receipt }) => queue.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }))),
        );
        return taken.flatMap(({ ticket, receipt }) => (ticket && fits({ ticket }) ? [{ ticket, receipt }] : []));
      });
    },

    /** Deletes a ticket that was taken. One that comes back all the same costs a few reads. */
    async discard(project: ProjectId, epoch: number, { receipt }: TakenTicket): Promise<void> {
      await onQueue(project, epoch, (url) =>
        queue.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt })),
      );
    },

    /** Sends tickets, and says how many the queue took; undefined without a queue. */
    async send(project: ProjectId, epoch: number, tickets: readonly Ticket[]): Promise<number | undefined> {
      return onQueue(project, epoch, async (url) => {
        const batches = Array.from({ length: Math.ceil(tickets.length / BATCH_MAX) }, (_, at) =>
          tickets.slice(at * BATCH_MAX, (at + 1) * BATCH_MAX),
        );
        const sent = await inParallel(batches, BATCHES_AT_ONCE, async (batch) => {
          const Entries = batch.map((ticket, at) => ({ Id: String(at), MessageBody: JSON.stringify(ticket) }));
          const { Successful = [] } = await queue.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
          return Successful.length;
        });
        return sent.reduce((sum, one) => sum + one, 0);
      });
    },

    /** About how many tickets wait; undefined without a queue. */
    async depth(project: ProjectId, epoch: number): Promise<number | undefined> {
      return onQueue(project, epoch, async (url) => {
        const { Attributes } = await queue.send(
          new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] }),
        );
        return Number(Attributes?.["ApproximateNumberOfMessages"] ?? 0);
      });
    },
  };
};

const orMissing = async <Out>(run: () => Promise<Out>): Promise<Out | undefined> => {
  try {
    return await run();
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
};

const parseTicket = (body: string): Ticket | undefined => {
  try {
    return ticketShape.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
};
