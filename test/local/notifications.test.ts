import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, describe, expect, onTestFinished, test } from "vitest";
import {
  operatorBucket,
  removeFolders,
  startTestCloud,
  type TestCloud,
  temporaryFolder,
} from "./support/template-cloud.ts";

const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const queuePolicy = (condition: unknown = { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } }) => ({
  Type: "AWS::SQS::QueuePolicy",
  Properties: {
    Queues: [{ Ref: "Arrivals" }],
    PolicyDocument: {
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: arnOf("Arrivals"),
          Condition: condition,
        },
      ],
    },
  },
});
const template = (notification: unknown, policy: Record<string, unknown> = { Policy: queuePolicy() }) => ({
  resources: {
    Arrivals: { Type: "AWS::SQS::Queue", Properties: {} },
    ...policy,
    Media: { Type: "AWS::S3::Bucket", Properties: { NotificationConfiguration: notification } },
  },
});
const rules = (...pairs: [string, string][]) => ({ S3Key: { Rules: pairs.map(([Name, Value]) => ({ Name, Value })) } });
const toQueue = (more: Record<string, unknown> = {}) => ({
  QueueConfigurations: [{ Event: "s3:ObjectCreated:*", Queue: arnOf("Arrivals"), ...more }],
});

const running: TestCloud[] = [];
const start = async (...args: Parameters<typeof template>): Promise<TestCloud> => {
  const cloud = await startTestCloud(template(...args));
  running.push(cloud);
  return cloud;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((cloud) => cloud.close()));
});
afterAll(removeFolders);

const arrived = ({ services }: TestCloud): { s3: { object: { key: string } } }[] =>
  services.queue.engine
    .receive("arrivals", { atMost: 10, visibilitySeconds: 0 })
    .flatMap(({ body }) => JSON.parse(body).Records);

describe("a bucket tells its queue", () => {
  test("of a new object, in the form of S3", async () => {
    const cloud = await start(toQueue());
    await cloud.put("labelloop_media", "p1/leaf é.jpg", "pixels", "image/jpeg");
    await expect.poll(() => cloud.services.queue.engine.counts("arrivals").ready).toBe(1);
    expect(arrived(cloud)).toMatchObject([
      {
        eventSource: "aws:s3",
        eventName: "ObjectCreated:Put",
        s3: {
          bucket: { name: "labelloop_media", arn: "arn:aws:s3:::labelloop_media" },
          object: { key: "p1/leaf+%C3%A9.jpg", size: 6 },
        },
      },
    ]);
  });

  test("of those only that its filter wants", async () => {
    const cloud = await start(toQueue({ Filter: rules(["prefix", "in/"], ["suffix", ".jpg"]) }));
    for (const key of ["in/a.png", "out/b.jpg", "in/c.jpg"]) await cloud.put("labelloop_media", key, "x");
    await expect.poll(() => cloud.services.queue.engine.counts("arrivals").ready).toBe(1);
    expect(arrived(cloud).map(({ s3 }) => s3.object.key)).toEqual(["in/c.jpg"]);
  });

  test("when CDK's own resource asks for it", async () => {
    const custom = {
      Type: "Custom::S3BucketNotifications",
      Properties: {
        ServiceToken: "x",
        Managed: true,
        BucketName: { Ref: "Media" },
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Events: ["s3:ObjectCreated:*"],
              QueueArn: arnOf("Arrivals"),
              Filter: { Key: { FilterRules: [{ Name: "suffix", Value: ".jpg" }] } },
            },
          ],
        },
      },
    };
    const { resources } = template(undefined);
    const cloud = await startTestCloud({
      resources: { ...resources, Media: { Type: "AWS::S3::Bucket", Properties: {} }, Custom: custom },
    });
    running.push(cloud);
    await cloud.put("labelloop_media", "a.jpg", "x");
    await expect.poll(() => cloud.services.queue.engine.counts("arrivals").ready).toBe(1);
  });
});

describe("a notification that S3 would refuse stops the start", () => {
  test("when the queue does not let S3 in", async () => {
    await expect(start(toQueue(), {})).rejects.toThrow(/does not let S3 send/);
    const other = { Policy: queuePolicy({ StringEquals: { "aws:SourceAccount": "111111111111" } }) };
    await expect(start(toQueue(), other)).rejects.toThrow(/does not let S3 send/);
  });

  test("when it leads where the embedded cloud does not", async () => {
    await expect(start({ LambdaConfigurations: [] })).rejects.toThrow(/LambdaConfigurations/);
    await expect(start({ EventBridgeConfiguration: {} })).rejects.toThrow(/EventBridgeConfiguration/);
    await expect(start(toQueue({ Filter: rules(["infix", "x"]) }))).rejects.toThrow(/infix/);
  });
});

describe("kill -9 between an object and its notification", () => {
  /** The same cloud in a process of its own, to be killed. */
  const serve = async (folder: string) => {
    const script = join(import.meta.dirname, "support/serve-template.ts");
    const child = spawn(process.execPath, [script, folder, JSON.stringify(template(toQueue()))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const line = await new Promise<string>((resolve) => child.stdout.setEncoding("utf8").once("data", resolve));
    const exited = once(child, "exit");
    return {
      ...(JSON.parse(line) as Pick<TestCloud, "addresses" | "operatorKeysFile">),
      kill: () => child.kill("SIGKILL"),
      exited,
    };
  };

  test("loses no event of an object that was acknowledged", async () => {
    const folder = temporaryFolder();
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { kill, exited, ...cloud } = await serve(folder);
      const client = operatorBucket(cloud);
      const upload = async (writer: number): Promise<void> => {
        for (let n = 0; ; n++) {
          const key = `${round}/${writer}/${n}`;
          await client.send(new PutObjectCommand({ Bucket: "labelloop_media", Key: key, Body: key }));
          acknowledged.add(key);
          if (acknowledged.size === (round + 1) * 40) kill();
        }
      };
      await Promise.all([0, 1, 2, 3].map((writer) => upload(writer).catch(() => undefined)));
      await exited;
      client.destroy();
    }
    const cloud = await startTestCloud(template(toQueue()), { folder });
    running.push(cloud);
    const announced = new Set<string>();
    const missing = (): string[] => {
      const bodies = cloud.services.queue.engine.receive("arrivals", { atMost: 10, visibilitySeconds: 60 });
      for (const { body } of bodies) for (const { s3 } of JSON.parse(body).Records) announced.add(s3.object.key);
      return [...acknowledged].filter((key) => !announced.has(key));
    };
    expect(acknowledged.size).toBeGreaterThanOrEqual(120);
    await expect.poll(missing, { timeout: 20_000, interval: 10 }).toEqual([]);
  });
});
