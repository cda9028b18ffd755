import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { HANDLER_TIMEOUT_MS_MAX } from "../../core/assignment.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { headerFromRow } from "../../lambdas/store/item-row.ts";
import type { Row } from "../../lambdas/store/row.ts";
import { memoryBucket } from "./memory-bucket.ts";
import { openStores, quickClientOf, randomFrom, type Stores } from "./stores.ts";

/** How often something goes wrong at a call to the table. */
export interface Misfortune {
  /** The handler ends here, and nobody hears of it. */
  readonly crash: number;
  /** The call is made, its answer is lost, and the SDK makes it again. */
  readonly again: number;
  /** The call is made, and the handler is told that it failed. */
  readonly failed: number;
}
export const NONE: Misfortune = { crash: 0, again: 0, failed: 0 };

export type Outcome<Out> =
  | { readonly state: "answered"; readonly value: Out }
  | { readonly state: "refused"; readonly code: string }
  /** Crashed, timed out or failed: the client knows nothing. */
  | { readonly state: "lost" };

type Header = ReturnType<typeof headerFromRow>;

/** One run of a handler: its calls wait for their turn, and it may end at any of them. */
interface Run {
  readonly startedAtMs: number;
  readonly timeoutMs: number;
  readonly misfortune: Misfortune;
  readonly end: () => void;
  isOver: boolean;
}
interface Waiting {
  readonly run: Run;
  readonly make: () => Promise<void>;
}

/**
 * Handlers that run side by side on one table, whose calls are made one at a time in an order drawn from the seed, with
 * a clock that moves between them. What a handler started and did not await is stopped with it, as Lambda stops it.
 */
export interface ProtocolWorld {
  readonly stores: Stores;
  readonly random: () => number;
  readonly retries: unknown[];
  /** Runs a handler as one invocation. */
  invoke<Out>(handler: (deps: Deps) => Promise<Out>, options?: Partial<InvokeOptions>): Promise<Outcome<Out>>;
  /** Runs between two calls of the others, undisturbed: for what would take more calls than a world has time for. */
  alone<Out>(run: (deps: Deps) => Promise<Out>): Promise<Out>;
  /** A person waits. */
  sleep(ms: number): Promise<void>;
  /** Lets all go on, until nobody waits for anything or `isOver`. */
  play(isOver: () => boolean): Promise<void>;
  /** Called before each write of a header, with the one that is there. */
  onHeader(watch: (next: Header, before: Header | undefined) => void | Promise<void>): void;
  chance(probability: number): boolean;
  pick<One>(list: readonly One[]): One;
}
export interface InvokeOptions {
  readonly misfortune: Misfortune;
  readonly timeoutMs: number;
}

export const openProtocolWorld = async (seed: number): Promise<ProtocolWorld> => {
  const random = randomFrom(seed);
  const stores = await openStores({ seed: seed + 1_000_000, quick: true, bucket: memoryBucket() });
  let alone: Promise<unknown> | undefined;
  const waiting: Waiting[] = [];
  const sleeping: { readonly atMs: number; readonly wake: () => void }[] = [];
  const retries: unknown[] = [];
  const headers = new Map<string, Header>();
  let watch: Parameters<ProtocolWorld["onHeader"]>[0] = () => undefined;
  let frozen: { readonly untilMs: number; readonly release: () => Promise<void> } | undefined;
  const chance = (probability: number): boolean => random() < probability;

  const observed = async (operation: string, input: unknown): Promise<unknown> => {
    const row = operation === "PutItem" ? (input as { Item: Row }).Item : undefined;
    const key = row?.["sk"]?.S?.endsWith("#A") ? row["sk"].S : undefined;
    const answer = await stores.engine.call(operation, input);
    if (row && key) {
      const next = headerFromRow(row);
      await watch(next, headers.get(key));
      headers.set(key, next);
    }
    return answer;
  };

  const queue = {
    send: async ({ input }: { readonly input: { readonly MessageBody?: string; readonly QueueName?: string } }) => {
      if (input.QueueName !== undefined) throw new Error("no task queues in this world");
      retries.push(JSON.parse(input.MessageBody ?? ""));
      return {};
    },
  } as unknown as SQSClient;

  const callOf = (run: Run) => (operation: string, input: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const make = async (): Promise<void> => {
        if (run.isOver) return;
        if (chance(run.misfortune.crash)) return run.end();
        const isWrite = operation.endsWith("Item") && operation !== "GetItem" && operation !== "BatchGetItem";
        try {
          let answer = await observed(operation, input);
          if (isWrite && chance(run.misfortune.again)) answer = await observed(operation, input);
          if (chance(run.misfortune.crash)) return run.end();
          if (chance(run.misfortune.failed)) throw new Error("the answer was lost");
          resolve(answer);
        } catch (error) {
          reject(error);
        }
      };
      waiting.push({ run, make });
    });

  const lagIndexes = async (): Promise<void> => {
    if (frozen && stores.nowMs() > frozen.untilMs) {
      await frozen.release();
      frozen = undefined;
    } else if (!frozen && chance(0.01)) {
      frozen = { untilMs: stores.nowMs() + 3_000 * random(), release: stores.engine.freezeIndexes().release };
    }
  };

  const quiet = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise((next) => setImmediate(next));
  };

  return {
    stores,
    random,
    retries,
    chance,
    pick: (list) => list[Math.floor(random() * list.length)] as (typeof list)[number],
    onHeader: (next) => {
      watch = next;
    },
    alone: async (run) => {
      const ran = run({ ...stores.deps, table: quickClientOf({ call: observed }), queue });
      alone = ran;
      return ran;
    },
    sleep: (ms) => new Promise((wake) => sleeping.push({ atMs: stores.nowMs() + ms, wake })),

    async invoke(handler, { misfortune = NONE, timeoutMs = 30_000 } = {}) {
      let end = (): void => undefined;
      const ended = new Promise<{ readonly state: "lost" }>((resolve) => {
        end = () => {
          run.isOver = true;
          resolve({ state: "lost" });
        };
      });
      const run: Run = {
        startedAtMs: stores.nowMs(),
        timeoutMs: Math.min(timeoutMs, HANDLER_TIMEOUT_MS_MAX),
        misfortune,
        end: () => end(),
        isOver: false,
      };
      const table: DynamoDBClient = quickClientOf({ call: callOf(run) });
      const answered = handler({ ...stores.deps, table, queue }).then(
        (value) => ({ state: "answered" as const, value }),
        (error: unknown) => {
          if (error instanceof Refusal) return { state: "refused" as const, code: error.code };
          if (error instanceof Error && error.message === "the answer was lost") return { state: "lost" as const };
          throw error;
        },
      );
      const outcome = await Promise.race([answered, ended]);
      run.isOver = true;
      table.destroy();
      return outcome;
    },

    async play(isOver) {
      for (;;) {
        await quiet();
        await alone;
        if (isOver() && waiting.length === 0) break;
        await lagIndexes();
        const mayWake = sleeping.length > 0 && (waiting.length === 0 || chance(0.02));
        if (mayWake) {
          sleeping.sort((a, b) => a.atMs - b.atMs);
          const next = sleeping.shift();
          if (next && next.atMs > stores.nowMs()) stores.pass(next.atMs - stores.nowMs());
          next?.wake();
          continue;
        }
        const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
        if (!next) break;
        stores.pass(Math.floor(random() * 100));
        if (stores.nowMs() - next.run.startedAtMs > next.run.timeoutMs) next.run.end();
        else await next.make();
      }
      await frozen?.release();
      frozen = undefined;
    },
  };
};
