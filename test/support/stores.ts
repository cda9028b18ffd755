import { Readable } from "node:stream";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { seeded } from "../../core/seeded.ts";
import { CONFIG_NAMES, type Config } from "../../lambdas/config.ts";
import type { Deps } from "../../lambdas/deps.ts";
import type { LogFields } from "../../lambdas/log.ts";
import { INDEX, KEY } from "../../lambdas/store/table.ts";
import { type Faults, openTableEngine, type TableEngine } from "../../local/table/engine.ts";
import { openMemoryStorage } from "../../local/table/memory-storage.ts";
import { TableError } from "../../local/table/refusal.ts";
import type { Storage } from "../../local/table/storage.ts";

export interface Logged extends LogFields {
  readonly level: "info" | "warn" | "error";
  readonly event: string;
}

export interface Stores {
  readonly deps: Deps;
  readonly engine: TableEngine;
  /** Bodies of messages to queues of machines, and nobody took them. */
  readonly sent: unknown[];
  readonly log: Logged[];
  nowMs(): number;
  pass(ms: number): void;
  close(): Promise<void>;
}

export interface StoresOptions {
  readonly seed?: number;
  readonly faults?: Faults;
  /** Leave the SDK's own work out: for simulations. */
  readonly quick?: true;
  /** Where the tables lie; in memory of their own when absent. */
  readonly storage?: Storage;
  /** A bucket that runs somewhere; without one, addresses can be signed and nothing can be read. */
  readonly bucket?: S3Client;
  /** A queue service that runs somewhere; without one there are no task queues, and what is sent is kept in `sent`. */
  readonly queue?: SQSClient;
  /** A sign-in service that runs somewhere; nobody answers without one. */
  readonly signIn?: CognitoIdentityProviderClient;
  readonly config?: Partial<Config>;
  /** Where the clock begins: addresses are signed by it, and a bucket that runs holds them against its own. */
  readonly startMs?: number;
}

const account = { region: "us-east-1", credentials: { accessKeyId: "AKIDSTORES", secretAccessKey: "secret" } };

/** The real stores over the embedded table in this process, without a disk: quick enough for thousands of worlds. */
export const openStores = async (options: StoresOptions = {}): Promise<Stores> => {
  let nowMs = options.startMs ?? Date.UTC(2026, 2, 4, 5, 6, 7);
  const engine = await openTableEngine(options.storage ?? openMemoryStorage(), {
    now: () => nowMs,
    ...(options.faults && { faults: options.faults }),
  });
  const config = {
    ...Object.fromEntries(CONFIG_NAMES.map((name) => [name, name.toLowerCase().replaceAll("_", "-")])),
    RETRY_QUEUE_URL: "http://127.0.0.1:1/retry",
    TASK_QUEUE_PREFIX: "test-t-",
    ...options.config,
  } as Config;
  const indexes = Object.values(INDEX);
  await createTable(engine, config.MAIN_TABLE, indexes);
  await createTable(engine, config.PEOPLE_TABLE, [INDEX.inverted]);

  const sent: unknown[] = [];
  const log: Logged[] = [];
  const at =
    (level: Logged["level"]) =>
    (event: string, fields: LogFields = {}): void =>
      void log.push({ ...fields, level, event });
  const random = randomFrom(options.seed ?? 1);
  const table = options.quick ? quickClientOf(engine) : clientOf(engine);
  const bucket = options.bucket ?? new S3Client({ ...account, endpoint: "http://127.0.0.1:1", forcePathStyle: true });
  const queue = options.queue ?? queueWithout(sent);
  const signIn = options.signIn ?? new CognitoIdentityProviderClient({ ...account, endpoint: "http://127.0.0.1:1" });
  const deps: Deps = {
    config,
    table,
    bucket,
    queue,
    signIn,
    log: { info: at("info"), warn: at("warn"), error: at("error") },
    now: () => nowMs,
    newId: ulidsFrom(() => nowMs, random),
    newSecret: () => Array.from({ length: 43 }, () => letterOf(random)).join(""),
    random,
    // Its clock moves by hand: nobody waits.
    pause: async () => undefined,
  };
  return {
    deps,
    engine,
    sent,
    log,
    nowMs: () => nowMs,
    pass: (ms) => {
      nowMs += ms;
    },
    close: async () => {
      for (const client of [table, bucket, queue, signIn]) client.destroy();
      await engine.close();
    },
  };
};

/** A client of AWS's own making that is answered by the engine, over the wire's form but without a wire. */
export const clientOf = (engine: Pick<TableEngine, "call">): DynamoDBClient =>
  new DynamoDBClient({
    ...account,
    endpoint: "http://127.0.0.1:1",
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: { headers: Record<string, string>; body: unknown }) => {
        const operation = (request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
        const answered = await answerOf(engine, operation, JSON.parse(textOf(request.body)));
        const headers = { "content-type": "application/x-amz-json-1.0" };
        const body = Readable.from([JSON.stringify(answered.body)]);
        return { response: { statusCode: answered.statusCode, headers, body } as never };
      },
    },
  });

/**
 * The same without the SDK's own work (serializing, signing, retrying), ten times quicker: for simulations. Rows of ours
 * hold no bytes, so what a command is given is what would be sent.
 */
export const quickClientOf = (engine: Pick<TableEngine, "call">): DynamoDBClient => {
  const client: DynamoDBClient = Object.create(DynamoDBClient.prototype);
  const send = async (command: { readonly input: unknown }): Promise<unknown> => {
    try {
      return await engine.call(command.constructor.name.replace(/Command$/, ""), command.input);
    } catch (error) {
      if (!(error instanceof TableError) || error.type !== "ConditionalCheckFailedException") throw error;
      throw new ConditionalCheckFailedException({ message: error.message, $metadata: {}, ...error.details });
    }
  };
  return Object.assign(client, { send, destroy: () => undefined });
};

const answerOf = async (engine: Pick<TableEngine, "call">, operation: string, input: unknown) => {
  try {
    return { statusCode: 200, body: await engine.call(operation, input) };
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    const { type, message, details } = error;
    return { statusCode: 400, body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...details } };
  }
};

const createTable = async (
  engine: TableEngine,
  TableName: string,
  indexes: readonly (typeof INDEX)[keyof typeof INDEX][],
): Promise<void> => {
  const schema = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: "HASH" },
    { AttributeName: sort, KeyType: "RANGE" },
  ];
  const names = [KEY, ...indexes].flatMap(({ partition, sort }) => [partition, sort]);
  await engine.call("CreateTable", {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: schema(KEY.partition, KEY.sort),
    GlobalSecondaryIndexes: indexes.map(({ name, partition, sort }) => ({
      IndexName: name,
      KeySchema: schema(partition, sort),
      Projection: { ProjectionType: "KEYS_ONLY" },
    })),
  });
};

const queueWithout = (sent: unknown[]): SQSClient => {
  const queue = new SQSClient({ ...account, endpoint: "http://127.0.0.1:1" });
  const mock = mockClient(queue);
  mock.on(GetQueueUrlCommand).rejects(new QueueDoesNotExist({ message: "no such queue", $metadata: {} }));
  mock.on(SendMessageCommand).callsFake(({ MessageBody }) => {
    sent.push(JSON.parse(MessageBody));
    return {};
  });
  return queue;
};

/** Numbers in [0, 1) that follow from the seed. */
export const randomFrom = (seed: number): (() => number) => seeded(seed).next;

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const letterOf = (random: () => number): string => LETTERS[Math.floor(random() * 32)] ?? "0";

/** ULIDs of this world: by its clock and in order within a millisecond. */
const ulidsFrom = (nowMs: () => number, random: () => number): (() => string) => {
  let count = 0;
  return () => {
    let rest = nowMs();
    const time = Array.from({ length: 10 }, () => {
      const letter = LETTERS[rest % 32] ?? "0";
      rest = Math.floor(rest / 32);
      return letter;
    });
    count += 1;
    const order = count
      .toString(32)
      .toUpperCase()
      .replace(/[ILOU]/g, "Z")
      .padStart(6, "0");
    return [...time.reverse(), order, ...Array.from({ length: 10 }, () => letterOf(random))].join("");
  };
};

/** The SDK hands bytes over that warn when they are asked for a text themselves. */
const textOf = (body: unknown): string => (body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body));
