import { afterAll, afterEach, describe, expect, test } from "vitest";
import {
  aFunction,
  aTable,
  removeFolders,
  startTestCloud,
  type TestCloud,
  WITH_SDK,
} from "./support/template-cloud.ts";

/** Notes each delivery as `<body>#<n>` and as `<life> had <body>`, and does with a message what its body says. */
const handlers = {
  take: `${WITH_SDK}
    const { DynamoDBClient, PutItemCommand, ScanCommand } = require("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient({});
    const note = (text) => client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: text } } }));
    let running = 0;
    const life = Math.random();
    export const handler = async ({ Records }) => {
      running += 1;
      await note("batch of " + Records.length);
      await note("running " + running);
      const failed = [];
      for (const { messageId, body, attributes, eventSource, eventSourceARN, awsRegion } of Records) {
        await note(body.slice(0, 20) + "#" + attributes.ApproximateReceiveCount);
        await note(life + " had " + body.slice(0, 20));
        if (body.startsWith("slow")) await new Promise((resolve) => setTimeout(resolve, 400));
        if (body.startsWith("hang")) await new Promise(() => undefined);
        if (body.startsWith("throw")) { running -= 1; throw new Error("told to"); }
        if (body.startsWith("fail")) failed.push({ itemIdentifier: messageId });
        if (body.startsWith("nobody")) failed.push({ itemIdentifier: "" });
        if (body.startsWith("event")) await note(JSON.stringify({ eventSource, eventSourceARN, awsRegion, ...attributes }));
      }
      running -= 1;
      return { batchItemFailures: failed };
    };`,
};

const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const template = ({
  batchSize = 10,
  window = 0,
  concurrency = 2,
  timeout = 2,
  actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  visibility = 2,
} = {}) => ({
  handlers,
  resources: {
    ...aTable(),
    Dead: { Type: "AWS::SQS::Queue", Properties: {} },
    Work: {
      Type: "AWS::SQS::Queue",
      Properties: {
        VisibilityTimeout: visibility,
        RedrivePolicy: { deadLetterTargetArn: arnOf("Dead"), maxReceiveCount: 2 },
      },
    },
    ...aFunction("Take", {
      timeout,
      variables: { TABLE: { Ref: "Main" } },
      grants: [
        { Effect: "Allow", Action: "dynamodb:PutItem", Resource: arnOf("Main") },
        { Effect: "Allow", Action: actions, Resource: arnOf("Work") },
      ],
    }),
    Mapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        BatchSize: batchSize,
        EventSourceArn: arnOf("Work"),
        FunctionName: { Ref: "Take" },
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        MaximumBatchingWindowInSeconds: window,
        ScalingConfig: { MaximumConcurrency: concurrency },
      },
    },
  },
});

const running: TestCloud[] = [];
const start = async (options: Parameters<typeof template>[0] = {}): Promise<TestCloud> => {
  const cloud = await startTestCloud(template(options));
  running.push(cloud);
  return cloud;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((cloud) => cloud.close()));
});
afterAll(removeFolders);

const send = (cloud: TestCloud, ...bodies: string[]): void => {
  for (const body of bodies) cloud.services.queue.engine.send("work", { body });
};
const notes = async (cloud: TestCloud): Promise<string[]> => {
  const page = (await cloud.services.table.engine.call("Scan", { TableName: "main" })) as {
    Items: { pk: { S: string } }[];
  };
  return page.Items.map(({ pk }) => pk.S).sort();
};
const counts = (cloud: TestCloud, name: string) => cloud.services.queue.engine.counts(name);
const soon = { timeout: 30_000, interval: 50 };

describe("a function behind a queue", () => {
  test("gets messages in the form of AWS, and what it took is gone", async () => {
    const cloud = await start();
    send(cloud, "event");
    await expect.poll(() => counts(cloud, "work"), soon).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    const told = (await notes(cloud)).find((note) => note.startsWith("{")) ?? "";
    expect(JSON.parse(told)).toMatchObject({
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:work",
      awsRegion: "us-east-1",
      ApproximateReceiveCount: "1",
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
    });
  });

  test("gets again only what it said had failed, until that lies in the dead letters", async () => {
    const cloud = await start();
    send(cloud, "good", "fail");
    await expect.poll(() => counts(cloud, "dead").ready, soon).toBe(1);
    expect(counts(cloud, "work")).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    const seen = await notes(cloud);
    expect(seen.filter((note) => note.includes("#"))).toEqual(["fail#1", "fail#2", "good#1"]);
  });

  test("gets the whole batch again when it names a message without an id", async () => {
    const cloud = await start({ window: 1 });
    send(cloud, "good", "nobody");
    await expect.poll(() => counts(cloud, "dead").ready, soon).toBe(2);
    expect((await notes(cloud)).filter((note) => note.includes("#"))).toEqual([
      "good#1",
      "good#2",
      "nobody#1",
      "nobody#2",
    ]);
  });

  test("gets the whole batch again when it throws", async () => {
    const cloud = await start({ window: 1 });
    send(cloud, "good", "throw");
    await expect.poll(() => counts(cloud, "dead").ready, soon).toBe(2);
    expect(cloud.errors.join("\n")).toContain("told to");
  });

  test("gets a message again that it was too slow for", async () => {
    const cloud = await start({ batchSize: 1 });
    send(cloud, "hang", "good");
    await expect.poll(() => counts(cloud, "dead").ready, soon).toBe(1);
    expect((await notes(cloud)).filter((note) => note.includes("#"))).toEqual(["good#1", "hang#1", "hang#2"]);
    expect(cloud.errors.join("\n")).toContain("Task timed out after 2.00 seconds");
  });

  test("gets batches as large as they may be, gathered over their window", async () => {
    const cloud = await start({ batchSize: 15, window: 1, visibility: 30, timeout: 20 });
    send(cloud, ...Array.from({ length: 20 }, (_, n) => `m${n}`));
    await expect.poll(() => counts(cloud, "work"), soon).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    const seen = await notes(cloud);
    expect(seen).toContain("batch of 15");
    expect(seen.filter((note) => note.startsWith("m"))).toHaveLength(20);
  });

  test("gets large messages in as many invocations as their size takes", async () => {
    const cloud = await start({ window: 1, visibility: 60, timeout: 20 });
    send(cloud, ...Array.from({ length: 8 }, (_, n) => `m${n} ${"x".repeat(1_000_000)}`));
    await expect.poll(() => counts(cloud, "work"), soon).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    const batches = (await notes(cloud)).filter((note) => note.startsWith("batch"));
    expect(batches).toEqual(["batch of 2", "batch of 6"]);
  });

  test("runs as often side by side as the mapping allows, and no oftener", async () => {
    const cloud = await start({ batchSize: 1, concurrency: 3, visibility: 30, timeout: 5 });
    send(cloud, ...Array.from({ length: 9 }, (_, n) => `slow${n}`));
    await expect.poll(() => counts(cloud, "work"), soon).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
    const seen = await notes(cloud);
    expect(seen).toContain("running 3");
    expect(seen).not.toContain("running 4");
  });
});

describe("messages over a restart", () => {
  test("that waited are delivered", async () => {
    const cloud = await start();
    await cloud.close();
    running.length = 0;
    const again = await cloud.again();
    running.push(again);
    send(again, "later");
    await expect.poll(() => notes(again), soon).toContain("later#1");
  });

  test("that a function had in hand when the cloud ended are delivered again at once, though hidden for long", async () => {
    const cloud = await start({ visibility: 600, timeout: 30 });
    send(cloud, "hang");
    await expect.poll(() => notes(cloud), soon).toContain("hang#1");
    running.length = 0;
    await cloud.close();
    const again = await cloud.again();
    running.push(again);
    const hung = async () => (await notes(again)).filter((note) => note.includes("hang"));
    await expect.poll(hung, soon).toHaveLength(3);
    // The same delivery anew: what ended with the server is not held against the message.
    expect(await hung()).not.toContain("hang#2");
  });
});

describe("a mapping that Lambda would refuse stops the start", () => {
  test("when the role may not take from the queue", async () => {
    await expect(start({ actions: ["sqs:ReceiveMessage"] })).rejects.toThrow(
      /Take lacks sqs:DeleteMessage, sqs:GetQueueAttributes/,
    );
  });
  test("when the function may run longer than messages stay hidden", async () => {
    await expect(start({ timeout: 3, visibility: 2 })).rejects.toThrow(/shorter than the function's timeout/);
  });
});
