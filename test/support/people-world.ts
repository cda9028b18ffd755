import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import { type AnnotatorId, parseAnnotatorId } from "../../core/ids.ts";
import type { Group, Membership } from "../../core/membership.ts";
import { CONFIG_NAMES, type Config } from "../../lambdas/config.ts";
import type { Deps } from "../../lambdas/deps.ts";
import type { Endpoint, Reply } from "../../lambdas/endpoints.ts";
import { type Person, type Request, serve } from "../../lambdas/http.ts";
import { ingestMessage } from "../../lambdas/ingest/messages.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { INDEX, KEY } from "../../lambdas/store/table.ts";
import type { Caller } from "../../local/access/caller.ts";
import { startBucket } from "../../local/bucket/start.ts";
import { startQueue } from "../../local/queue/start.ts";
import { startSignIn } from "../../local/sign-in/start-sign-in.ts";
import { startTable } from "../../local/table/start-table.ts";

const operator: Caller = {
  accessKeyId: "AKIDPEOPLEWORLD",
  secretAccessKey: "secret-of-this-world",
  name: "operator",
  allows: () => true,
};

type Run<E extends Endpoint> = (deps: Deps, request: Request<E>) => Promise<Reply<E>>;

/** What a client sends; the caller as the authorizer would have it. */
export interface Sent {
  readonly as?: Person;
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
}

export interface Answered<Body> {
  readonly status: number;
  /** Of a refusal: code, field, value, allowed. */
  readonly body: Body;
}

export interface PeopleWorld {
  readonly deps: Deps;
  /** Moves the clock of the handlers. */
  pass(ms: number): void;
  /** Somebody with these groups in the token, who need not be in the sign-in service. */
  person(signInName: string, ...groups: Group[]): Person;
  /** Calls a handler in its frame, as the HTTP API does, and expects it to say yes. */
  call<const E extends Endpoint>(endpoint: E, run: Run<E>, sent?: Sent): Promise<Reply<E>>;
  /** The same, for calls that may be refused. */
  ask<const E extends Endpoint>(endpoint: E, run: Run<E>, sent?: Sent): Promise<Answered<Record<string, unknown>>>;
  /** Records of events that the bucket has sent and nobody has taken yet. */
  takeEvents(): readonly unknown[];
  /** Ingests what the bucket has sent, and what ingest sends to itself, until nothing waits. */
  ingestAll(): Promise<void>;
  /** Messages that ingest sent to itself and nobody has taken yet. */
  takeMessages(): Promise<readonly unknown[]>;
  readonly log: readonly { readonly event: string }[];
  close(): Promise<void>;
}

const INGEST_QUEUE = "ingest";
const config = Object.fromEntries(CONFIG_NAMES.map((name) => [name, name.toLowerCase()])) as Config;

/**
 * The embedded table, bucket, queues and sign-in in a folder of their own, and handlers with a clock of their own.
 * `now` is the services' clock, which signed addresses are held to.
 */
export const startPeopleWorld = async (now: () => number = Date.now): Promise<PeopleWorld> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-people-"));
  const findCaller = (accessKeyId: string) => (accessKeyId === operator.accessKeyId ? operator : undefined);
  const served = { findCaller, now, port: 0, newId: randomUUID };
  const table = await startTable({ ...served, folder: join(folder, "table") });
  const bucket = await startBucket({ ...served, folder: join(folder, "bucket") });
  const signIn = await startSignIn({
    ...served,
    folder: join(folder, "sign-in"),
    allowedOrigins: [],
    passwordCost: { cost: 16, blockSize: 8, parallel: 1 },
  });
  const queues = await startQueue({ ...served, folder: join(folder, "queue") });
  queues.createQueue(INGEST_QUEUE);
  const poolId = signIn.createPool("Pool", {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    Policies: { PasswordPolicy: { MinimumLength: 10, TemporaryPasswordValidityDays: 7 } },
  });
  for (const group of ["operator", "vendor"]) signIn.createGroup(poolId, group);
  const events: unknown[] = [];
  bucket.onEvent(async ({ record }) => {
    events.push(record);
  });
  for (const name of [config.INGEST_BUCKET, config.ANSWERS_BUCKET, config.EXPORTS_BUCKET]) {
    bucket.createBucket(name.replaceAll("_", "-"), { VersioningConfiguration: { Status: "Enabled" } });
  }

  const client = {
    region: "us-east-1",
    credentials: { accessKeyId: operator.accessKeyId, secretAccessKey: operator.secretAccessKey },
    maxAttempts: 1,
  };
  const queueClient = new SQSClient({ ...client, endpoint: queues.url });
  const takeMessages = async (): Promise<readonly unknown[]> => {
    const QueueUrl = queues.urlOf(INGEST_QUEUE);
    const taken: unknown[] = [];
    for (;;) {
      const { Messages = [] } = await queueClient.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return taken;
      taken.push(...Messages.map(({ Body = "" }) => JSON.parse(Body)));
      const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
      await queueClient.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  };
  const log: { event: string }[] = [];
  const write = (event: string, fields = {}) => void log.push({ event, ...fields });
  // The bucket has a clock of its own, which signed addresses are held to.
  let nowMs = Date.now();
  let drawn = 0;
  const deps: Deps = {
    config: {
      ...config,
      INGEST_QUEUE_URL: queues.urlOf(INGEST_QUEUE),
      TASK_QUEUE_PREFIX: "people-world-t-",
      INGEST_BUCKET: "ingest-bucket",
      ANSWERS_BUCKET: "answers-bucket",
      EXPORTS_BUCKET: "exports-bucket",
      USER_POOL_ID: poolId,
    },
    table: new DynamoDBClient({ ...client, endpoint: table.url }),
    bucket: new S3Client({
      ...client,
      endpoint: bucket.url,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
    queue: queueClient,
    signIn: new CognitoIdentityProviderClient({ ...client, endpoint: signIn.url }),
    log: { info: write, warn: write, error: write },
    now: () => nowMs,
    newId: () => ulid(nowMs),
    newSecret: () => createHash("sha256").update(`secret ${drawn++}`).digest("base64url"),
    random: () => 0.5,
    pause: async () => undefined,
  };
  await makeTables(deps);

  const ask: PeopleWorld["ask"] = async (endpoint, run, { as, path = {}, body, query } = {}) => {
    const result = await serve(
      endpoint,
      deps,
      run,
    )({
      pathParameters: path,
      ...(query && { queryStringParameters: query }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      requestContext: { requestId: "request-1", ...(as && { authorizer: { jwt: { claims: claimsOf(as) } } }) },
    });
    return { status: result.statusCode, body: JSON.parse(result.body) };
  };
  return {
    deps,
    log,
    pass: (ms) => {
      nowMs += ms;
    },
    person: (signInName, ...groups) => ({ personId: personIdOf(signInName), signInName, groups }),
    ask,
    call: async (endpoint, run, sent) => {
      const { status, body } = await ask(endpoint, run, sent);
      if (status !== 200) throw new Error(`${endpoint.path}: ${status} ${JSON.stringify(body)}`);
      endpoint.response.parse(body);
      return body as Reply<typeof endpoint>;
    },
    takeEvents: () => events.splice(0),
    takeMessages,
    ingestAll: async () => {
      for (;;) {
        const records = events.splice(0).map((record) => ({ Records: [record] }));
        const waiting = [...records, ...(await takeMessages())];
        if (waiting.length === 0) return;
        for (const message of waiting) await ingest(deps, ingestMessage.parse(message));
      }
    },
    close: async () => {
      for (const one of [deps.table, deps.bucket, deps.queue, deps.signIn]) one.destroy();
      await Promise.all([table.close(), bucket.close(), signIn.close(), queues.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The same name is the same person. */
const personIdOf = (signInName: string): AnnotatorId => {
  const hex = createHash("sha256").update(signInName).digest("hex");
  return parseAnnotatorId(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5"))!;
};

const claimsOf = ({ personId, signInName, groups }: Person) => ({
  sub: personId,
  username: signInName,
  token_use: "access",
  ...(groups.length > 0 && { "cognito:groups": `[${groups.join(" ")}]` }),
});

const makeTables = async ({ table, config: { MAIN_TABLE, PEOPLE_TABLE } }: Deps): Promise<void> => {
  for (const TableName of [MAIN_TABLE, PEOPLE_TABLE]) {
    const attributes = [
      ...Object.values(KEY),
      ...Object.values(INDEX).flatMap(({ partition, sort }) => [partition, sort]),
    ];
    const schema = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: "HASH" as const },
      { AttributeName: sort, KeyType: "RANGE" as const },
    ];
    await table.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: schema(KEY.partition, KEY.sort),
        GlobalSecondaryIndexes: Object.values(INDEX).map(({ name, partition, sort }) => ({
          IndexName: name,
          KeySchema: schema(partition, sort),
          Projection: { ProjectionType: "KEYS_ONLY" },
        })),
      }),
    );
  }
};

/** A member's row, for tests that are not about joining. */
export const memberOf = (
  projectId: Membership["projectId"],
  { personId }: Person,
  ...roles: Membership["roles"]
): Membership => ({ projectId, personId, roles, state: "active", joinedAtMs: 1 });
