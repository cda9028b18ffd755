import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TASK_QUEUE_ATTRIBUTES, taskQueueName, taskQueues } from "../../lambdas/store/task-queues.ts";
import { projectIdOf } from "../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../support/labelling-cloud.ts";

const forest = projectIdOf("forest");

describe("a task queue", () => {
  let cloud: LabellingCloud;
  beforeAll(async () => {
    cloud = await openLabellingCloud();
  });
  afterAll(() => cloud.close());

  it("is encrypted, for TLS only, forgets after an hour, and is named by project and opening", async () => {
    await taskQueues(cloud.deps).create(forest, 3);
    await taskQueues(cloud.deps).create(forest, 3);
    const QueueName = taskQueueName(cloud.deps, forest, 3);
    expect(QueueName).toBe("test-t-forest00-3");
    const { QueueUrl } = await cloud.deps.queue.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes } = await cloud.deps.queue.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject(TASK_QUEUE_ATTRIBUTES);
    expect(Attributes).not.toHaveProperty("RedrivePolicy");
  });

  it("has a name that AWS allows for the longest project", () => {
    const name = taskQueueName(
      { config: { ...cloud.deps.config, TASK_QUEUE_PREFIX: "labelloop-production-service-t-" } },
      "z".repeat(26) as typeof forest,
      99_999,
    );
    expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  });

  it("can be removed twice, and then has nothing to take or to send to", async () => {
    const queue = taskQueues(cloud.deps);
    await queue.create(forest, 4);
    await queue.remove(forest, 4);
    await queue.remove(forest, 4);
    cloud.pass(60_000);
    expect(await queue.take(forest, 4, 1)).toBeUndefined();
    expect(await queue.send(forest, 4, [{ v: 1, projectId: forest, epoch: 4, items: [] }])).toBeUndefined();
    expect(await queue.depth(forest, 4)).toBeUndefined();
  });
});
