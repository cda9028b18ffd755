import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId, ProjectId } from "../../../core/ids.ts";
import { bucketOf, type ItemHeader } from "../../../core/item.ts";
import { seeded } from "../../../core/seeded.ts";
import type { Deps } from "../../../lambdas/deps.ts";
import type { Endpoint, Reply } from "../../../lambdas/endpoints.ts";
import { type Request, serve } from "../../../lambdas/http.ts";
import { headerFromRow } from "../../../lambdas/store/item-row.ts";
import type { Row } from "../../../lambdas/store/row.ts";
import { TableError } from "../../../local/table/refusal.ts";
import { openStores, type Stores } from "../../support/stores.ts";
import { type Buckets, openBuckets } from "./bucket.ts";
import { clientsOver } from "./clients.ts";
import { type FaultOptions, type Faults, startFaults } from "./faults.ts";
import { type Invoke, startInvocations } from "./invocations.ts";
import { knowPartitions } from "./partitions.ts";
import { openQueues, type Queues } from "./queues.ts";
import type { Call } from "./sites.ts";
import { type Steps, startSteps } from "./steps.ts";

export interface WorldOptions extends FaultOptions {
  readonly projectId: ProjectId;
  readonly keepTrace?: boolean;
}

export interface Sent {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What somebody hears who calls the API. */
export type Answered<Out> =
  | { readonly state: "answered"; readonly value: Out }
  | { readonly state: "refused"; readonly code: string }
  /** Cut, timed out or failed: she knows nothing. */
  | { readonly state: "lost" };

type WatchHeader = (next: ItemHeader, before: ItemHeader | undefined) => void | Promise<void>;

/** Handlers over the embedded table, buckets and queues, under one scheduler and one clock. */
export interface World {
  readonly projectId: ProjectId;
  readonly steps: Steps;
  readonly faults: Faults;
  readonly queues: Queues;
  readonly buckets: Buckets;
  readonly stores: Stores;
  /** Calls nobody disturbs, made at once: for what a world is made with, and for looking at it. */
  readonly deps: Deps;
  /** One invocation of a function, by its name. */
  readonly invoke: Invoke;
  /** The API, under faults. */
  call<const E extends Endpoint>(
    name: string,
    endpoint: E,
    run: Run<E>,
    as: AnnotatorId,
    sent: Sent,
  ): Promise<Answered<Reply<E>>>;
  onHeader(watch: WatchHeader): void;
  /** Names of the buckets of items that any header was written to. */
  bucketsOfItems(): readonly string[];
  /** Ends all faults and mishaps. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

export type Run<E extends Endpoint> = (deps: Deps, request: Request<E>) => Promise<Reply<E>>;

export const MACHINE_QUEUES = ["ingest", "retry", "export", "relabel"] as const;
const START_MS = Date.UTC(2026, 2, 4, 5, 6, 7);
/** A message comes back after this long: sooner than in service, but after the function that had it. */
const VISIBILITY_SECONDS = 80;

export const openWorld = async (options: WorldOptions): Promise<World> => {
  const { seed, projectId, keepTrace = false } = options;
  const steps = startSteps(seed, START_MS, keepTrace);
  const faults = startFaults(options);
  const buckets = openBuckets();
  const queues = openQueues({
    nowMs: steps.nowMs,
    random: seeded(seed + 2_000_000).next,
    mayDrop: (queue) => queue === "retry" || queue.startsWith("test-t-"),
  });
  for (const name of MACHINE_QUEUES) queues.engine.createQueue(name, { VisibilityTimeout: VISIBILITY_SECONDS });
  const headers = new Map<string, ItemHeader>();
  const partitions = knowPartitions();
  let watch: WatchHeader = () => undefined;

  const perform = async ({ service, operation, input }: Call): Promise<unknown> => {
    if (service === "bucket") return buckets.call(operation, input);
    if (service === "queue") return queues.call(operation, input);
    const call = { operation, input };
    if (partitions.isSurelyEmpty(call)) return { Items: [], Count: 0, ScannedCount: 0 };
    partitions.note(call);
    const { engine } = stores;
    const answer = await orSdkError(() => engine.run(engine.parse(operation, copyOf(input))));
    await seeHeader(operation, input);
    return answer;
  };
  const seeHeader = async (operation: string, { Item }: Call["input"]): Promise<void> => {
    if (operation !== "PutItem") return;
    const row = Item as Row;
    const key = row["sk"]?.S;
    if (!key?.endsWith("#A") || !row["pk"]?.S?.startsWith("P#")) return;
    const next = headerFromRow(row);
    await watch(next, headers.get(key));
    headers.set(key, next);
  };

  const undisturbed = clientsOver(perform);
  const stores = await openStores({
    seed: seed + 1_000_000,
    quick: true,
    bucket: undisturbed.bucket,
    queue: undisturbed.queue,
    startMs: START_MS,
    config: Object.fromEntries(
      MACHINE_QUEUES.map((name) => [`${name.toUpperCase()}_QUEUE_URL`, `http://127.0.0.1:1/${name}`]),
    ),
  });
  const deps: Deps = { ...stores.deps, ...undisturbed, now: steps.nowMs };
  const invocations = startInvocations({ steps, faults, deps, perform, projectId, seed });
  let frozen: { release(): Promise<void> } | undefined;

  const lagIndexes = async (): Promise<void> => {
    for (;;) {
      await steps.sleep(30_000 * steps.random());
      if (isCalm) return;
      frozen = stores.engine.freezeIndexes();
      await steps.sleep(4_000 * steps.random());
      await frozen?.release();
      frozen = undefined;
    }
  };
  let isCalm = false;
  void lagIndexes();

  return {
    projectId,
    steps,
    faults,
    queues,
    buckets,
    stores,
    deps,
    invoke: invocations.invoke,
    async call(name, endpoint, run, as, { path = {}, body }) {
      const claims = { sub: as, username: `person-${as.slice(-3)}`, token_use: "access" };
      const event = {
        pathParameters: { projectId, ...path },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        requestContext: { requestId: "request-1", authorizer: { jwt: { claims } } },
      };
      const timeoutMs = (endpoint.timeoutSeconds ?? 15) * 1000;
      const answer = await invocations.invoke(name, timeoutMs, (own) => serve(endpoint, own, run)(event));
      if (answer.state === "lost" || answer.value.statusCode >= 500) return { state: "lost" };
      const said = JSON.parse(answer.value.body);
      if (answer.value.statusCode !== 200) return { state: "refused", code: String(said.code) };
      return { state: "answered", value: said };
    },
    onHeader: (next) => {
      watch = next;
    },
    bucketsOfItems: () => [...new Set([...headers.values()].map(({ itemId }) => bucketOf(itemId)))].sort(),
    async calm() {
      isCalm = true;
      faults.stop();
      queues.calm();
      await frozen?.release();
      frozen = undefined;
    },
    async close() {
      queues.engine.close();
      await stores.close();
    },
  };
};

const orSdkError = async <Out>(run: () => Promise<Out>): Promise<Out> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TableError) || error.type !== "ConditionalCheckFailedException") throw error;
    throw new ConditionalCheckFailedException({ message: error.message, $metadata: {}, ...error.details });
  }
};

/** Of what JSON can say: the engine uses its input up. */
const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) copy[name] = copyOf(member);
  return copy;
};
