import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  SendMessageBatchCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueueWorld, type QueueWorld, receive, receiveAll, refusalOf, send } from "./support/queue.ts";

let world: QueueWorld;
beforeAll(async () => {
  world = await openQueueWorld();
});
afterAll(() => world.close());

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const hide = (QueueUrl: string, ReceiptHandle: string, VisibilityTimeout: number) =>
  world.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
const remove = (QueueUrl: string, ReceiptHandle: string) =>
  world.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

describe("a message", () => {
  it("comes as it was sent, with its digests and what SQS knows of it", async () => {
    const url = await world.newQueue();
    const body = 'नमस्ते 🐛 "quoted" <b>\t\n';
    const sent = await send(world.client, url, body, {
      MessageAttributes: {
        text: { DataType: "String", StringValue: "ü" },
        number: { DataType: "Number.int", StringValue: "42" },
        bytes: { DataType: "Binary.gif", BinaryValue: new Uint8Array([0, 255, 7]) },
      },
    });
    expect(sent.MD5OfMessageBody).toBe(md5(body));
    const [message] = await receiveAll(world.client, url, 1, {
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: body,
      MD5OfBody: md5(body),
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: {
        ApproximateReceiveCount: "1",
        SenderId: expect.any(String),
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
    });
    expect(Buffer.from(message!.MessageAttributes!["bytes"]!.BinaryValue!)).toEqual(Buffer.from([0, 255, 7]));
  });

  it("has the digest of attributes that AWS's guide spells out", async () => {
    const url = await world.newQueue();
    const part = (text: string) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);
    const spelled = [
      part("a"),
      part("String"),
      Buffer.from([1]),
      part("x"),
      part("b"),
      part("Binary"),
      Buffer.from([2]),
      part("y"),
    ];
    const { MD5OfMessageAttributes } = await send(world.client, url, "m", {
      MessageAttributes: {
        b: { DataType: "Binary", BinaryValue: Buffer.from("y") },
        a: { DataType: "String", StringValue: "x" },
      },
    });
    expect(MD5OfMessageAttributes).toBe(createHash("md5").update(Buffer.concat(spelled)).digest("hex"));
  });

  it("brings the attributes that the receiver names, and no others", async () => {
    const url = await world.newQueue({ VisibilityTimeout: "0" });
    const value = { DataType: "String", StringValue: "x" };
    await send(world.client, url, "m", { MessageAttributes: { "a.1": value, "a.2": value, b: value } });
    const namesFor = async (wanted: string[]) => {
      const [message] = await receiveAll(world.client, url, 1, { MessageAttributeNames: wanted });
      return Object.keys(message?.MessageAttributes ?? {}).sort();
    };
    expect(await namesFor(["b"])).toEqual(["b"]);
    expect(await namesFor(["a.*"])).toEqual(["a.1", "a.2"]);
    expect(await namesFor([".*"])).toEqual(["a.1", "a.2", "b"]);
    expect(await namesFor([])).toEqual([]);
    const [plain] = await receiveAll(world.client, url, 1, { MessageSystemAttributeNames: ["SentTimestamp"] });
    expect(Object.keys(plain?.Attributes ?? {})).toEqual(["SentTimestamp"]);
  });

  it("may be of a tenant, in a fair queue", async () => {
    const url = await world.newQueue();
    await send(world.client, url, "m", { MessageGroupId: "project-7" });
    const [message] = await receiveAll(world.client, url, 1, { MessageSystemAttributeNames: ["MessageGroupId"] });
    expect(message?.Attributes).toEqual({ MessageGroupId: "project-7" });
  });

  it("has 1 MiB at most, attributes included, or less if the queue says so", async () => {
    const url = await world.newQueue();
    await send(world.client, url, "x".repeat(1_048_576));
    const value = { DataType: "String", StringValue: "y" };
    expect(
      await refusalOf(send(world.client, url, "x".repeat(1_048_570), { MessageAttributes: { a: value } })),
    ).toMatchObject({ status: 400 });
    const small = await world.newQueue({ MaximumMessageSize: "1024" });
    expect(await refusalOf(send(world.client, small, "é".repeat(513)))).toEqual({
      name: "InvalidParameterValue",
      status: 400,
    });
    await send(world.client, small, "é".repeat(512));
  });

  it.each([
    { name: "without a body", more: { MessageBody: "" }, refused: "MissingParameter" },
    { name: "with a control character", more: { MessageBody: "a\u0001b" }, refused: "InvalidMessageContents" },
    { name: "delayed beyond 15 minutes", more: { DelaySeconds: 901 }, refused: "InvalidParameterValue" },
    { name: "with a deduplication id", more: { MessageDeduplicationId: "d" }, refused: "InvalidParameterValue" },
    {
      name: "with an empty attribute",
      more: { MessageAttributes: { a: { DataType: "String", StringValue: "" } } },
      refused: "InvalidParameterValue",
    },
    {
      name: "with an attribute of no type",
      more: { MessageAttributes: { a: { DataType: "Text", StringValue: "x" } } },
      refused: "InvalidParameterValue",
    },
    {
      name: "with a number that is none",
      more: { MessageAttributes: { a: { DataType: "Number", StringValue: "x" } } },
      refused: "InvalidParameterValue",
    },
    {
      name: "with a reserved name",
      more: { MessageAttributes: { "AWS.a": { DataType: "String", StringValue: "x" } } },
      refused: "InvalidParameterValue",
    },
  ])("$name is refused", async ({ more, refused }) => {
    const url = await world.newQueue();
    expect(await refusalOf(send(world.client, url, "m", more))).toEqual({ name: refused, status: 400 });
  });

  it("may have ten attributes", async () => {
    const url = await world.newQueue();
    const of = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, { DataType: "String", StringValue: "x" }]));
    await send(world.client, url, "m", { MessageAttributes: of(10) });
    expect(await refusalOf(send(world.client, url, "m", { MessageAttributes: of(11) }))).toMatchObject({ status: 400 });
  });
});

describe("a receive", () => {
  it("hides what it gives until the visibility timeout, and counts", async () => {
    const url = await world.newQueue({ VisibilityTimeout: "1" });
    await send(world.client, url, "m");
    const [first] = await receiveAll(world.client, url, 1, { MessageSystemAttributeNames: ["All"] });
    expect(await receive(world.client, url)).toEqual([]);
    const [second] = await receive(world.client, url, { WaitTimeSeconds: 5, MessageSystemAttributeNames: ["All"] });
    expect(second?.MessageId).toBe(first?.MessageId);
    expect(second?.Attributes).toMatchObject({
      ApproximateReceiveCount: "2",
      ApproximateFirstReceiveTimestamp: first?.Attributes?.["ApproximateFirstReceiveTimestamp"],
    });
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
  });

  it("gives ten at most, each message to one receiver", async () => {
    const url = await world.newQueue();
    for (const batch of [0, 1, 2]) {
      const Entries = Array.from({ length: 10 }, (_, n) => ({ Id: `${n}`, MessageBody: `${batch * 10 + n}` }));
      await world.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    }
    const shares = await Promise.all(
      [1, 2, 3, 4].map(() => receive(world.client, url, { MaxNumberOfMessages: 10, WaitTimeSeconds: 1 })),
    );
    for (const share of shares) expect(share.length).toBeLessThanOrEqual(10);
    const ids = shares.flat().map(({ MessageId }) => MessageId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const wrong of [0, 11])
      expect(await refusalOf(receive(world.client, url, { MaxNumberOfMessages: wrong }))).toMatchObject({
        status: 400,
      });
  });

  it("waits for a message, and ends as one is sent", async () => {
    const url = await world.newQueue();
    const began = performance.now();
    const waiting = receive(world.client, url, { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await send(world.client, url, "at last");
    expect((await waiting).map(({ Body }) => Body)).toEqual(["at last"]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("waits as long as the queue says when the receiver does not, and no longer", async () => {
    const url = await world.newQueue({ ReceiveMessageWaitTimeSeconds: "1" });
    const began = performance.now();
    expect(await receive(world.client, url)).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(900);
    const again = performance.now();
    expect(await receive(world.client, url, { WaitTimeSeconds: 0 })).toEqual([]);
    expect(performance.now() - again).toBeLessThan(900);
    expect(await refusalOf(receive(world.client, url, { WaitTimeSeconds: 21 }))).toMatchObject({ status: 400 });
  });

  it("wakes when a delay ends: the message's own before the queue's", async () => {
    const url = await world.newQueue({ DelaySeconds: "1" });
    await send(world.client, url, "at once", { DelaySeconds: 0 });
    await send(world.client, url, "later");
    expect((await receiveAll(world.client, url, 1)).map(({ Body }) => Body)).toEqual(["at once"]);
    expect((await receive(world.client, url, { WaitTimeSeconds: 10 })).map(({ Body }) => Body)).toEqual(["later"]);
  });
});

describe("a receipt handle", () => {
  it("deletes its message, also after the timeout, also twice", async () => {
    const url = await world.newQueue();
    await send(world.client, url, "m");
    const [message] = await receiveAll(world.client, url, 1, { VisibilityTimeout: 0 });
    await remove(url, message!.ReceiptHandle!);
    await remove(url, message!.ReceiptHandle!);
    expect(await receive(world.client, url, { WaitTimeSeconds: 1 })).toEqual([]);
  });

  it("that is made up is refused", async () => {
    const url = await world.newQueue();
    for (const handle of ["garbage", "MS4yLjM", "🐛"]) {
      expect(await refusalOf(remove(url, handle))).toMatchObject({ name: "ReceiptHandleIsInvalid" });
      expect(await refusalOf(hide(url, handle, 1))).toMatchObject({ status: 400 });
    }
  });

  it("gives its message back at once, or keeps it longer", async () => {
    const url = await world.newQueue({ VisibilityTimeout: "1" });
    await send(world.client, url, "m");
    const [first] = await receiveAll(world.client, url, 1);
    await hide(url, first!.ReceiptHandle!, 0);
    const [second] = await receive(world.client, url, { WaitTimeSeconds: 5 });
    expect(second?.MessageId).toBe(first?.MessageId);
    await hide(url, second!.ReceiptHandle!, 60);
    expect(await receive(world.client, url, { WaitTimeSeconds: 2 })).toEqual([]);
    expect(await refusalOf(hide(url, second!.ReceiptHandle!, 43_201))).toMatchObject({ status: 400 });
  });

  it("cannot keep what is not in flight any more", async () => {
    const url = await world.newQueue();
    await send(world.client, url, "m");
    const [message] = await receiveAll(world.client, url, 1, { VisibilityTimeout: 1 });
    await hide(url, message!.ReceiptHandle!, 0);
    expect(await refusalOf(hide(url, message!.ReceiptHandle!, 10))).toMatchObject({ name: "MessageNotInflight" });
    await remove(url, message!.ReceiptHandle!);
    expect(await refusalOf(hide(url, message!.ReceiptHandle!, 10))).toMatchObject({ name: "InvalidParameterValue" });
  });
});

describe("a batch", () => {
  it("has an outcome for each entry", async () => {
    const url = await world.newQueue();
    const Entries = [
      { Id: "good", MessageBody: "m" },
      { Id: "late", MessageBody: "m", DelaySeconds: 901 },
      { Id: "empty", MessageBody: "" },
    ];
    const sent = await world.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(sent.Successful?.map(({ Id, MD5OfMessageBody }) => [Id, MD5OfMessageBody])).toEqual([["good", md5("m")]]);
    expect(sent.Failed?.map(({ Id, SenderFault }) => [Id, SenderFault])).toEqual([
      ["late", true],
      ["empty", true],
    ]);
    const [message] = await receiveAll(world.client, url, 1);
    const handles = [
      { Id: "a", ReceiptHandle: message!.ReceiptHandle! },
      { Id: "b", ReceiptHandle: "garbage" },
    ];
    const hidden = await world.client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: url,
        Entries: handles.map((one) => ({ ...one, VisibilityTimeout: 60 })),
      }),
    );
    expect([hidden.Successful?.map(({ Id }) => Id), hidden.Failed?.map(({ Code }) => Code)]).toEqual([
      ["a"],
      ["ReceiptHandleIsInvalid"],
    ]);
    const removed = await world.client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: handles }));
    expect([removed.Successful?.map(({ Id }) => Id), removed.Failed?.map(({ Id }) => Id)]).toEqual([["a"], ["b"]]);
  });

  it.each([
    { name: "without entries", ids: [], refused: "EmptyBatchRequest" },
    { name: "of eleven", ids: Array.from({ length: 11 }, (_, n) => `${n}`), refused: "TooManyEntriesInBatchRequest" },
    { name: "with an id twice", ids: ["a", "a"], refused: "BatchEntryIdsNotDistinct" },
    { name: "with an id of strange characters", ids: ["a b"], refused: "InvalidBatchEntryId" },
  ])("$name is refused", async ({ ids, refused }) => {
    const url = await world.newQueue();
    const Entries = ids.map((Id) => ({ Id, MessageBody: "m" }));
    expect(await refusalOf(world.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries })))).toMatchObject({
      name: refused,
    });
  });

  it("has 1 MiB in all", async () => {
    const url = await world.newQueue();
    const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: "x".repeat(600_000) }));
    expect(await refusalOf(world.client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries })))).toMatchObject({
      name: "BatchRequestTooLong",
    });
  });
});
