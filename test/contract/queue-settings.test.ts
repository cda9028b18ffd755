import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countsOf, openQueueWorld, type QueueWorld, receive, receiveAll, refusalOf, send } from "./support/queue.ts";

let world: QueueWorld;
beforeAll(async () => {
  world = await openQueueWorld();
});
afterAll(() => world.close());

const attributesOf = async (QueueUrl: string): Promise<Record<string, string>> => {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  return (await world.client.send(command)).Attributes ?? {};
};
const arnOf = async (url: string) => (await attributesOf(url))["QueueArn"]!;
const nameOf = (url: string) => url.split("/").at(-1)!;

describe("dead letters", () => {
  const withDeadLetters = async (maxReceiveCount: number) => {
    const dead = await world.newQueue();
    const policy = { deadLetterTargetArn: await arnOf(dead), maxReceiveCount };
    const source = await world.newQueue({ VisibilityTimeout: "0", RedrivePolicy: JSON.stringify(policy) });
    return { dead, source };
  };

  it("are what came too often, as old as they are, with where they came from", async () => {
    const { dead, source } = await withDeadLetters(2);
    const { MessageId } = await send(world.client, source, "poison");
    const seen = await receiveAll(world.client, source, 2, { MessageSystemAttributeNames: ["All"] });
    expect(seen.map(({ MessageId: id }) => id)).toEqual([MessageId, MessageId]);
    await receive(world.client, source, { WaitTimeSeconds: 1 });
    const [letter] = await receiveAll(world.client, dead, 1, { MessageSystemAttributeNames: ["All"] });
    expect(letter).toMatchObject({
      MessageId,
      Body: "poison",
      Attributes: {
        SentTimestamp: seen[0]?.Attributes?.["SentTimestamp"],
        DeadLetterQueueSourceArn: await arnOf(source),
      },
    });
    expect(await countsOf(world.client, source)).toEqual([0, 0, 0]);
  });

  it("know the queues they come from", async () => {
    const { dead, source } = await withDeadLetters(3);
    const { queueUrls } = await world.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(queueUrls).toEqual([source]);
  });

  it("go back to where they came from when told to", async () => {
    const { dead, source } = await withDeadLetters(1);
    await send(world.client, source, "again");
    await receiveAll(world.client, source, 1);
    await receive(world.client, source, { WaitTimeSeconds: 1 });
    await world.client.send(new StartMessageMoveTaskCommand({ SourceArn: await arnOf(dead) }));
    const [back] = await receiveAll(world.client, source, 1, { MessageSystemAttributeNames: ["All"] });
    expect(back).toMatchObject({ Body: "again", Attributes: { ApproximateReceiveCount: "1" } });
  });

  it.each([0, 1001])("are not made after %d receives", async (maxReceiveCount) => {
    const deadLetterTargetArn = await arnOf(await world.newQueue());
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    expect(await refusalOf(world.newQueue({ RedrivePolicy }))).toMatchObject({ status: 400 });
  });
});

describe("a queue", () => {
  it("is found by its name and among the others", async () => {
    const url = await world.newQueue();
    const name = nameOf(url);
    expect((await world.client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(url);
    expect((await world.client.send(new ListQueuesCommand({ QueueNamePrefix: name }))).QueueUrls).toEqual([url]);
    const missing = world.client.send(new GetQueueUrlCommand({ QueueName: `${name}-not` }));
    expect(await refusalOf(missing)).toEqual({ name: "QueueDoesNotExist", status: 400 });
    expect(await refusalOf(send(world.client, `${url}-not`, "m"))).toMatchObject({ name: "QueueDoesNotExist" });
  });

  it("is made again with the same attributes, not with others", async () => {
    const QueueName = nameOf(await world.newQueue({ VisibilityTimeout: "7" }));
    const again = (Attributes: Record<string, string>) =>
      world.client.send(new CreateQueueCommand({ QueueName, Attributes }));
    await again({ VisibilityTimeout: "7" });
    expect(await refusalOf(again({ VisibilityTimeout: "8" }))).toMatchObject({ name: "QueueNameExists" });
  });

  it("has SQS's defaults, and the attributes it was given", async () => {
    const url = await world.newQueue();
    expect(await attributesOf(url)).toMatchObject({
      DelaySeconds: "0",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      ReceiveMessageWaitTimeSeconds: "0",
      VisibilityTimeout: "30",
      SqsManagedSseEnabled: "true",
      CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
    });
    const Attributes = { VisibilityTimeout: "99", MessageRetentionPeriod: "1209600" };
    await world.client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    expect(await attributesOf(url)).toMatchObject(Attributes);
  });

  it.each([
    { VisibilityTimeout: "43201" },
    { MessageRetentionPeriod: "59" },
    { DelaySeconds: "901" },
    { MaximumMessageSize: "1048577" },
    { ReceiveMessageWaitTimeSeconds: "x" },
    { NoSuchAttribute: "1" },
    { RedrivePolicy: "{" },
  ] as Record<string, string>[])("does not take %j", async (attributes) => {
    const { name } = await refusalOf(world.newQueue(attributes));
    expect(name).toMatch(/^InvalidAttribute(Name|Value)|InvalidParameterValue$/);
  });

  it("may not be called anything", async () => {
    for (const QueueName of ["with space", "x".repeat(81), "dot.ted"])
      expect(await refusalOf(world.client.send(new CreateQueueCommand({ QueueName })))).toMatchObject({ status: 400 });
  });

  it("counts what is ready, in flight and delayed", async () => {
    const url = await world.newQueue();
    for (const body of ["1", "2", "3"]) await send(world.client, url, body);
    await send(world.client, url, "4", { DelaySeconds: 900 });
    await receiveAll(world.client, url, 1, { MaxNumberOfMessages: 1 });
    await expect.poll(() => countsOf(world.client, url), { timeout: 60_000 }).toEqual([2, 1, 1]);
  });

  it("is emptied by a purge, once a minute", async () => {
    const url = await world.newQueue();
    for (const body of ["1", "2"]) await send(world.client, url, body);
    await receiveAll(world.client, url, 1, { MaxNumberOfMessages: 1 });
    await world.client.send(new PurgeQueueCommand({ QueueUrl: url }));
    expect(await refusalOf(world.client.send(new PurgeQueueCommand({ QueueUrl: url })))).toEqual({
      name: "PurgeQueueInProgress",
      status: 403,
    });
    await expect.poll(() => countsOf(world.client, url), { timeout: 60_000 }).toEqual([0, 0, 0]);
  });

  it("has tags", async () => {
    const url = await world.newQueue();
    await world.client.send(new TagQueueCommand({ QueueUrl: url, Tags: { a: "1", b: "2" } }));
    await world.client.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ["a"] }));
    expect((await world.client.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ b: "2" });
  });
});
