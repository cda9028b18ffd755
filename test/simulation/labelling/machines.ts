import type { z } from "zod";
import type { Deps } from "../../../lambdas/deps.ts";
import { background } from "../../../lambdas/endpoints.ts";
import { exportMessage } from "../../../lambdas/export/message.ts";
import { runExport } from "../../../lambdas/export.ts";
import { feed } from "../../../lambdas/feed.ts";
import { ingestMessage } from "../../../lambdas/ingest/messages.ts";
import { ingest } from "../../../lambdas/ingest.ts";
import { learn } from "../../../lambdas/learn.ts";
import { serveQueue } from "../../../lambdas/queue.ts";
import { reconcile } from "../../../lambdas/reconcile.ts";
import { relabelMessage } from "../../../lambdas/relabel/message.ts";
import { relabel } from "../../../lambdas/relabel.ts";
import { retry } from "../../../lambdas/retry.ts";
import { scrub } from "../../../lambdas/scrub.ts";
import { retryMessage } from "../../../lambdas/steps/send-to-retry.ts";
import { projects } from "../../../lambdas/store/projects.ts";
import { taskQueueName, taskQueues } from "../../../lambdas/store/task-queues.ts";
import type { World } from "../world/world.ts";
import type { Play } from "./play.ts";

type QueueName = "ingest" | "retry" | "export" | "relabel";
type QueueEvent = Parameters<ReturnType<typeof serveQueue>>[0];
type QueueResult = Awaited<ReturnType<ReturnType<typeof serveQueue>>>;

const framed =
  <Schema extends z.ZodType>(
    message: Schema,
    run: (deps: Deps, message: z.output<Schema>) => Promise<void>,
    atOnce = 1,
  ) =>
  (deps: Deps) =>
    serveQueue({ message, atOnce }, deps, run);

const QUEUES = {
  ingest: { batch: 10, frame: framed(ingestMessage, ingest, 4) },
  retry: { batch: 10, frame: framed(retryMessage, retry) },
  export: { batch: 1, frame: framed(exportMessage, runExport) },
  relabel: { batch: 1, frame: framed(relabelMessage, relabel) },
} as const;
/** Those that labelling has; the other is ingest's. */
export const QUEUE_NAMES: readonly QueueName[] = ["retry", "export", "relabel"];

/** Lambda's mapping from a queue: takes what is ready, invokes, and deletes what was done. Gives how many there were. */
export const deliver = async (world: World, name: QueueName): Promise<number> => {
  const { batch, frame } = QUEUES[name];
  const { engine } = world.queues;
  const taken = engine.receive(name, { atMost: batch });
  if (taken.length === 0) return 0;
  const Records = taken.map(({ messageId, body, attributes }) => ({ messageId, body, attributes: { ...attributes } }));
  const timeoutMs = background[name].timeoutSeconds * 1000;
  const outcome = await world.invoke<QueueResult>(name, timeoutMs, (deps) =>
    frame(deps)({ Records } satisfies QueueEvent),
  );
  if (outcome.state === "lost") return taken.length;
  const failed = new Set(outcome.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { messageId, receiptHandle } of taken) if (!failed.has(messageId)) engine.delete(name, receiptHandle);
  return taken.length;
};

const SCHEDULES = { feed, reconcile, learn, scrub } as const;

/** One firing of a schedule. */
export const fire = (world: World, name: keyof typeof SCHEDULES) =>
  world.invoke<unknown>(name, background[name].timeoutSeconds * 1000, (deps) => SCHEDULES[name](deps));

/** Polls a queue for as long as the world goes on, two at a time: deliveries run beside each other. */
export const listen = async (play: Pick<Play, "world" | "isClosing">, name: QueueName): Promise<void> => {
  const { steps } = play.world;
  while (!play.isClosing) {
    await steps.sleep(500 + 4_000 * steps.random());
    if (!play.isClosing) await deliver(play.world, name);
  }
};

export interface Rhythm {
  readonly everyMs: number;
  /** How often a firing is left out. */
  readonly skipped: number;
}

/** Fires a schedule over and over, now and then twice at once, and sometimes not at all. */
export const repeat = async (
  play: Pick<Play, "world" | "isClosing">,
  name: keyof typeof SCHEDULES,
  { everyMs, skipped }: Rhythm,
): Promise<void> => {
  const { steps } = play.world;
  while (!play.isClosing) {
    await steps.sleep(everyMs * (0.5 + steps.random()));
    if (play.isClosing) return;
    if (steps.chance(skipped)) continue;
    const twice = steps.chance(0.05) ? fire(play.world, name) : undefined;
    await fire(play.world, name);
    await twice;
  }
};

/**
 * What happens to task queues: tickets of any age for any items come in, as feed sends them in a larger project, and all
 * that waits is wiped, here and in the retry queue.
 */
export const mixTickets = async (play: Play): Promise<void> => {
  const { steps, queues, deps, projectId } = play.world;
  while (!play.isClosing) {
    await steps.sleep(12_000 * steps.random());
    const project = await projects(deps).find(projectId);
    if (!project) throw new Error("the project is gone");
    const epoch = steps.chance(0.9) ? project.epoch : project.epoch - 1;
    const chosen = Array.from({ length: 4 }, () => steps.pick(play.itemIds));
    await taskQueues(deps).send(projectId, epoch, [{ v: 1, projectId, epoch, items: chosen }]);
    if (!steps.chance(0.08)) continue;
    const name = taskQueueName(deps, projectId, project.epoch);
    for (const one of [name, "retry"]) if (queues.engine.findQueue(one)) wipe(play.world, one);
  }
};

/** Takes everything that is there, and forgets it. */
const wipe = ({ queues: { engine } }: World, name: string): void => {
  for (let taken = engine.receive(name, { atMost: 10 }); taken.length > 0; taken = engine.receive(name, { atMost: 10 }))
    for (const { receiptHandle } of taken) engine.delete(name, receiptHandle);
};
