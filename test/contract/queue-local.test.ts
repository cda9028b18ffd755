import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  canonicalRequest,
  scopeText,
  sha256Hex,
  signatureOf,
  signingKey,
  stringToSign,
} from "../../local/access/sigv4-canonical.ts";
import { MAX_IN_FLIGHT } from "../../local/queue/messages.ts";
import {
  countsOf,
  type LocalQueueWorld,
  OPERATOR,
  receive,
  refusalOf,
  send,
  startLocalQueues,
} from "./support/queue.ts";

const DAY_MS = 86_400_000;
let world: LocalQueueWorld;
let url: string;
const grants = {
  AKIASENDER: [/^sqs:SendMessage .*:work$/],
  AKIAMAKER: [/^sqs:(CreateQueue|DeleteQueue) .*:stack-t-/],
};
beforeEach(async () => {
  world = await startLocalQueues({ grants });
  world.queues.createQueue("work", { VisibilityTimeout: "30" });
  url = world.queues.urlOf("work");
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

describe("a caller", () => {
  it("may do what its policy allows, on the queues it names; a batch asks as its single action does", async () => {
    const [sender, maker] = [world.clientOf("AKIASENDER"), world.clientOf("AKIAMAKER")];
    await send(sender, url, "m");
    await sender.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: "a", MessageBody: "m" }] }));
    await maker.send(new CreateQueueCommand({ QueueName: "stack-t-7" }));
    const Entries = [{ Id: "a", ReceiptHandle: "x" }];
    const refused = [
      receive(sender, url),
      send(sender, world.queues.urlOf("stack-t-7"), "m"),
      send(maker, url, "m"),
      sender.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })),
      sender.send(new GetQueueAttributesCommand({ QueueUrl: url })),
      sender.send(new ListQueuesCommand({})),
      maker.send(new CreateQueueCommand({ QueueName: "other" })),
      maker.send(new CreateQueueCommand({ QueueName: "stack-t-8", tags: { a: "1" } })),
    ];
    for (const one of await Promise.all(refused.map(refusalOf)))
      expect(one).toMatchObject({ status: 403, name: expect.stringMatching(/^AccessDenied/) });
  });

  it("is refused when unknown, or when its secret is wrong", async () => {
    expect(await refusalOf(send(world.clientOf("AKIASTRANGER"), url, "m"))).toMatchObject({
      name: "UnrecognizedClientException",
    });
    const forged = world.clientOf("AKIASENDER");
    forged.config.credentials = async () => ({ accessKeyId: "AKIASENDER", secretAccessKey: "guess" });
    expect(await refusalOf(send(forged, url, "m"))).toMatchObject({ name: "InvalidSignatureException" });
  });
});

describe("a poll whose client hangs up", () => {
  const startPoll = () => {
    const hangUp = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 });
    const ended = expect(world.client.send(command, { abortSignal: hangUp.signal })).rejects.toThrow();
    return { hangUp: () => hangUp.abort(), ended };
  };
  /** The head of a request as the SDK signs it, for a socket that this test holds in its own hands. */
  const signedHead = (target: string, body: string): string => {
    const { host } = new URL(url);
    const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const scope = { accessKeyId: OPERATOR, day: amzDate.slice(0, 8), region: "us-east-1", service: "sqs" };
    const headers: Record<string, string> = { host, "x-amz-date": amzDate, "x-amz-target": target };
    const names = Object.keys(headers).sort();
    const request = { method: "POST", url: "/", headers };
    const canonical = canonicalRequest(request, { path: "/", query: [] }, names, sha256Hex(body), "sqs");
    const signature = signatureOf(signingKey(`secret of ${OPERATOR}`, scope), stringToSign(amzDate, scope, canonical));
    return [
      "POST / HTTP/1.1",
      ...names.map((name) => `${name}: ${headers[name]}`),
      `content-length: ${Buffer.byteLength(body)}`,
      `authorization: AWS4-HMAC-SHA256 Credential=${OPERATOR}/${scopeText(scope)}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
    ].join("\r\n");
  };
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 30));

  it("swallows nothing: the next message goes to the next receiver, as its first receive", async () => {
    for (let round = 0; round < 20; round++) {
      const poll = startPoll();
      await aMoment();
      poll.hangUp();
      await send(world.client, url, `${round}`);
      await poll.ended;
      const [message] = await receive(world.client, url, { MessageSystemAttributeNames: ["All"] });
      expect([message?.Body, message?.Attributes?.["ApproximateReceiveCount"]]).toEqual([`${round}`, "1"]);
      world.queues.engine.delete("work", message!.ReceiptHandle!);
    }
  });

  it("swallows nothing that is sent before the server could notice", async () => {
    const poll = startPoll();
    await aMoment();
    poll.hangUp();
    world.queues.engine.send("work", { body: "m" });
    await poll.ended;
    await aMoment();
    expect(await countsOf(world.client, url)).toEqual([1, 0, 0]);
  });

  it("gives back what it was being sent as it hung up", async () => {
    for (let n = 0; n < 8; n++) world.queues.engine.send("work", { body: "x".repeat(1_048_576) });
    const socket = connect(Number(new URL(world.queues.url).port), "127.0.0.1");
    socket.pause();
    const body = JSON.stringify({ QueueUrl: url, MaxNumberOfMessages: 10 });
    const head = signedHead("AmazonSQS.ReceiveMessage", body);
    socket.write(`${head}\r\n\r\n${body}`);
    await expect.poll(() => world.queues.engine.counts("work").inFlight).toBe(8);
    socket.destroy();
    await expect.poll(() => world.queues.engine.counts("work")).toEqual({ ready: 8, inFlight: 0, delayed: 0 });
    const [message] = world.queues.engine.receive("work");
    expect(message?.attributes["ApproximateReceiveCount"]).toBe("1");
  });

  it("swallows nothing when many hang up as messages come", async () => {
    const polls = Array.from({ length: 30 }, startPoll);
    await aMoment();
    for (const { hangUp } of polls) hangUp();
    await Promise.all(Array.from({ length: 30 }, (_, n) => send(world.client, url, `${n}`)));
    await Promise.all(polls.map(({ ended }) => ended));
    expect(await countsOf(world.client, url)).toEqual([30, 0, 0]);
  });
});

describe("time", () => {
  const bodies = async () => (await receive(world.client, url, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body);

  it("ends a message when the queue keeps it no longer, in flight or not", async () => {
    await send(world.client, url, "old");
    world.queues.engine.receive("work", { visibilitySeconds: 43_200 });
    world.advance(4 * DAY_MS - 60_000);
    await send(world.client, url, "new");
    world.queues.engine.setAttributes("work", {});
    world.advance(60_000);
    expect(await countsOf(world.client, url)).toEqual([1, 0, 0]);
    expect(await bodies()).toEqual(["new"]);
  });

  it("goes on counting from the first send among the dead letters", async () => {
    world.queues.createQueue("dead");
    const policy = { deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead", maxReceiveCount: 1 };
    world.queues.createQueue("work", { RedrivePolicy: JSON.stringify(policy) });
    await send(world.client, url, "poison");
    world.advance(3 * DAY_MS);
    expect(await bodies()).toEqual(["poison"]);
    world.advance(60_000);
    expect(await bodies()).toEqual([]);
    expect(world.queues.engine.counts("dead").ready).toBe(1);
    world.advance(DAY_MS);
    expect(world.queues.engine.counts("dead").ready).toBe(0);
  });

  it("hides a message twelve hours at most, extensions included", async () => {
    await send(world.client, url, "m");
    const [message] = world.queues.engine.receive("work", { visibilitySeconds: 43_200 });
    world.advance(3_600_000);
    const extend = (seconds: number) => () =>
      world.queues.engine.changeVisibility("work", message!.receiptHandle, seconds);
    expect(extend(39_601)).toThrow(/beyond the limit/);
    expect(extend(39_590)).not.toThrow();
  });

  it("must pass, a minute of it, before a deleted name is taken again", async () => {
    await world.client.send(new DeleteQueueCommand({ QueueUrl: url }));
    const again = () => world.client.send(new CreateQueueCommand({ QueueName: "work" }));
    expect(await refusalOf(again())).toMatchObject({ name: "QueueDeletedRecently" });
    world.advance(60_000);
    expect((await again()).QueueUrl).toBe(url);
    expect(await countsOf(world.client, url)).toEqual([0, 0, 0]);
  });

  it("that is put forward wakes a poll", async () => {
    await send(world.client, url, "later", { DelaySeconds: 900 });
    const polling = receive(world.client, url, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    world.advance(899_000);
    world.advance(1_000);
    expect((await polling).map(({ Body }) => Body)).toEqual(["later"]);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe("too much in flight", () => {
  it("refuses a short poll, and gives a long one nothing", async () => {
    const { engine } = world.queues;
    engine.together(() => {
      for (let n = 0; n < MAX_IN_FLIGHT + 1; n++) engine.send("work", { body: "m" });
      for (let n = 0; n < MAX_IN_FLIGHT; n += 10) engine.receive("work", { atMost: 10, visibilitySeconds: 600 });
    });
    expect(engine.counts("work")).toEqual({ ready: 1, inFlight: MAX_IN_FLIGHT, delayed: 0 });
    expect(await refusalOf(receive(world.client, url))).toEqual({ name: "OverLimit", status: 403 });
    expect(await receive(world.client, url, { WaitTimeSeconds: 1 })).toEqual([]);
  }, 120_000);
});

describe("what is not imitated", () => {
  it("says so aloud", async () => {
    const refused = [
      world.client.send(new CreateQueueCommand({ QueueName: "a.fifo", Attributes: { FifoQueue: "true" } })),
      world.client.send(new CreateQueueCommand({ QueueName: "a", Attributes: { KmsMasterKeyId: "alias/k" } })),
      world.client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { FifoThroughputLimit: "x" } })),
      receive(world.client, url, { ReceiveRequestAttemptId: "a" }),
    ];
    for (const one of await Promise.all(refused.map(refusalOf)))
      expect(one).toMatchObject({
        name: expect.stringMatching(/^(UnsupportedOperation|InvalidAttributeName)$/),
        status: 400,
      });
    expect(() => world.queues.createQueue("b", { FifoQueue: "true" })).toThrow(/not imitated/);
  });
});

describe("the front", () => {
  it("answers programs on this machine, and no page", async () => {
    const post = (headers: Record<string, string>, body = "{}") =>
      fetch(world.queues.url, { method: "POST", headers, body });
    expect((await post({ origin: "https://evil.example" })).status).toBe(403);
    expect((await post({ "x-amz-target": "AmazonSQS.ListQueues" })).status).toBe(400);
    expect((await post({}, "x".repeat(9 * 1024 * 1024))).status).toBe(413);
    expect((await fetch(world.queues.url)).status).toBe(400);
  });

  it("wakes two hundred polls on as many queues, each for its own message", async () => {
    const names = Array.from({ length: 200 }, (_, n) => `q${n}`);
    world.queues.engine.together(() => {
      for (const name of names) world.queues.createQueue(name);
    });
    const signal = new AbortController().signal;
    const polls = names.map((name) => world.queues.engine.poll(name, { waitMs: 20_000, signal }));
    for (const name of names) world.queues.engine.send(name, { body: name });
    expect((await Promise.all(polls)).map(([message]) => message?.body)).toEqual(names);
  });
});

it("keeps queues, their settings and their messages over a restart, under another port", async () => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-queue-"));
  const before = await startLocalQueues({ folder });
  before.queues.createQueue("kept", { VisibilityTimeout: "77" });
  const oldUrl = before.queues.urlOf("kept");
  await send(before.client, oldUrl, "m");
  await before.close();
  const after = await startLocalQueues({ folder });
  expect(after.queues.engine.findQueue("kept")?.attributes.VisibilityTimeout).toBe(77);
  after.client.config.useQueueUrlAsEndpoint = false;
  expect((await receive(after.client, oldUrl)).map(({ Body }) => Body)).toEqual(["m"]);
  await after.close();
  await rm(folder, { recursive: true });
});
