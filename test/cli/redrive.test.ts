import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runCommand } from "../../cli/labelloop.ts";
import { queuesInAws } from "../../cli/machine-queues.ts";
import type { ItemId } from "../../core/ids.ts";
import type { Project } from "../../core/project.ts";
import { type QueueEvent, serveQueue } from "../../lambdas/queue.ts";
import { retry } from "../../lambdas/retry.ts";
import { retryMessage } from "../../lambdas/steps/send-to-retry.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { answers } from "../../lambdas/store/answers.ts";
import { items } from "../../lambdas/store/items.ts";
import { startEventSource } from "../../local/event-source/event-source.ts";
import { queueArn } from "../../local/queue/queue-attributes.ts";
import { sourceQueue } from "../../local/wiring/source-queue.ts";
import { haveItems, haveMember, haveProject, labelled, PEST, takePacket } from "../support/labelling.ts";
import { type LabellingCloud, openLabellingCloud } from "../support/labelling-cloud.ts";

const RECEIVES = 5;

describe("labelloop redrive", () => {
  let cloud: LabellingCloud;
  let folder: string;
  let said: string;
  let complained: string;
  beforeEach(async () => {
    [said, complained] = ["", ""];
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      said += `${text}\n`;
    });
    vi.spyOn(console, "error").mockImplementation((text: string) => {
      complained += `${text}\n`;
    });
    cloud = await openLabellingCloud();
    const { queues } = cloud;
    for (const name of ["ingest", "retry", "export", "relabel"]) {
      queues.createQueue(`${name}-queue-dead-letters`);
      const deadLetterTargetArn = queueArn(`${name}-queue-dead-letters`);
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: RECEIVES });
      queues.createQueue(name, { VisibilityTimeout: "0", RedrivePolicy });
    }
    folder = mkdtempSync(join(tmpdir(), "labelloop-redrive-"));
    const keys = await cloud.deps.queue.config.credentials();
    writeFileSync(join(folder, "operator-keys.json"), JSON.stringify(keys));
    writeFileSync(join(folder, "addresses.json"), JSON.stringify({ queue: queues.url, userPoolId: "us-east-1_pool" }));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });
  const deadLetters = (name: string): number => cloud.queues.engine.counts(`${name}-queue-dead-letters`).ready;
  const redrive = (...args: string[]) => runCommand(["redrive", "--folder", folder, ...args]);

  /** An answer of hers whose bytes are gone: whoever decides its item fails until they are back. */
  const anAnswerThatIsGone = async (text: string): Promise<{ project: Project; itemId: ItemId }> => {
    const { deps } = cloud;
    const project = await haveProject(deps, { overlap: { min: 1, max: 1 } });
    const meera = await haveMember(deps, project, 1);
    await haveItems(deps, project, 1);
    const packet = await takePacket(deps, project, meera);
    const itemId = packet!.items[0]!.itemId as ItemId;
    // Put and taken away again: only its hash is wanted.
    const { sha256, sizeBytes } = await answers({ ...deps, config: { ...deps.config, ANSWERS_BUCKET: "site" } }).put(
      text,
    );
    const row = { itemId, round: 1, annotatorId: meera, revision: 1, submissionId: "s", ontologyVersion: 1 };
    const large = {
      answerSha256: sha256,
      answerBytes: sizeBytes,
      acceptedAtMs: deps.now(),
      late: false,
      counted: true,
    };
    const assignmentId = packet!.assignmentId as never;
    await annotations(deps).put(project.projectId, { ...row, assignmentId, ...large });
    const body = { projectId: project.projectId, itemId, annotatorId: meera, assignmentId };
    const QueueUrl = deps.config.RETRY_QUEUE_URL;
    await deps.queue.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
    return { project, itemId };
  };

  /** Retry, as its queue runs it. Its log lies where the embedded cloud's does. */
  const runRetry = () => {
    const { deps, queues } = cloud;
    mkdirSync(join(folder, "logs"), { recursive: true });
    const log = { ...deps.log, error: (event: string, fields = {}) => note({ level: "error", event, ...fields }) };
    const note = (line: object) =>
      writeFileSync(join(folder, "logs", "Retry.log"), `${JSON.stringify(line)}\n`, { flag: "a" });
    const handler = serveQueue({ message: retryMessage }, { ...deps, log }, retry);
    const arn = queueArn("retry");
    const run = {
      name: "Retry",
      arn,
      timeoutMs: 1000,
      invoke: async (event: unknown) => ({
        state: "returned" as const,
        answer: JSON.stringify(await handler(event as QueueEvent)),
      }),
      warm: async () => undefined,
      close: async () => undefined,
    };
    const queue = sourceQueue(queues.engine, arn);
    const options = { batchSize: 10, windowMs: 0, maxConcurrency: 2, reportsItemFailures: true, now: Date.now };
    return startEventSource({ queue, run, ...options, onFault: (error) => expect(error).toBeUndefined() });
  };

  it("brings back what failed five times, once its cause is mended, and it is done", async () => {
    const text = JSON.stringify(labelled(PEST));
    const { project, itemId } = await anAnswerThatIsGone(text);
    const state = async () => (await items(cloud.deps).find(project.projectId, itemId))?.state;
    const running = runRetry();
    try {
      await expect.poll(() => deadLetters("retry")).toBe(1);
      expect(await state()).toBe("open");
      expect(await redrive("--dry-run")).toBe(0);
      expect(said).toContain("ingest: no dead letters");
      expect(said).toMatch(/^retry: 1 dead letter, the oldest sent \d{4}-/m);
      expect(said).toContain(itemId);
      expect(said).toMatch(/failed with: Error: answer \w{64} is missing/);
      expect(deadLetters("retry")).toBe(1);

      await answers(cloud.deps).put(text);
      expect(await redrive("--queue", "ingest")).toBe(0);
      expect(deadLetters("retry")).toBe(1);
      expect(await redrive()).toBe(0);
      expect(said).toContain("retry: 1 moved back, at most 10 a second");
      await expect.poll(state).toBe("agreed");
      expect(deadLetters("retry")).toBe(0);
      expect(complained).toBe("");
    } finally {
      await running.close();
    }
  });

  it("brings them back no faster than it was told", async () => {
    const { engine } = cloud.queues;
    for (const body of ["1", "2", "3", "4"]) engine.send("export", { body });
    while (deadLetters("export") < 4) engine.receive("export", { atMost: 10 });
    expect(await redrive("--per-second", "2")).toBe(0);
    expect(said).toContain("export: 4 moved back, at most 2 a second");
    const { ready, delayed } = engine.counts("export");
    expect([ready, delayed]).toEqual([2, 2]);
  });

  it.each([
    [["--queue", "tickets"], /--queue tickets: expected one of ingest, retry, export, relabel/],
    [["--per-second", "0"], /--per-second 0: expected a whole number from 1 to 500/],
  ])("names the option that it cannot use: %j", async (options, complaint) => {
    expect(await redrive(...options)).toBe(1);
    expect(complained).toMatch(complaint);
  });

  it.each([
    ["labelloop-prod-data-IngestQueue88A12394-4hX0", "Ingest"],
    ["labelloop-prod-RetryQueueA227FC9A-4hX0", "Retry"],
    ["labelloop-prod-RetryQueueDeadLetters12345678-4hX0", undefined],
    ["labelloop-prod-t-forest-1", undefined],
    ["labelloop-prod-two-RetryQueueA227FC9A-4hX0", undefined],
  ])("knows the queues of a stage in AWS by the names that CloudFormation gives: %s", (name, queue) => {
    expect(queuesInAws("prod").pattern.exec(name)?.[1]).toBe(queue);
  });
});
