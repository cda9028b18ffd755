import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { ingestMessage } from "../../lambdas/ingest/messages.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { serveQueue } from "../../lambdas/queue.ts";
import { haveProject, projectIdOf } from "../../test/support/labelling.ts";
import { lineOf } from "../manifest/manifest-file.ts";
import { openCountedWorld } from "../scale/counted-world.ts";
import type { Use } from "../scale/use.ts";
import type { CostLine } from "./ledger.ts";
import { linesOfUse } from "./lines-of-use.ts";

const MILLION = 1_000_000;
/** Messages that a run gets at once: infra/service-stack.ts. */
const BATCH = 10;
/** As the deployed function has under way: lambdas/ingest.ts. */
const AT_ONCE = 4;

export interface IngestedLines {
  readonly lines: number;
  readonly use: Use;
}

/** A manifest of so many short texts becomes items, by the real handler. */
export const ingestLines = async (lines: number): Promise<IngestedLines> => {
  const projectId = projectIdOf("texts");
  const key = `${projectId}/texts.jsonl`;
  const content = Buffer.from(Array.from({ length: lines }, (_, at) => lineOf(at + 1)).join(""));
  const world = await openCountedWorld({ withRounds: true, bucket: bucketOfOne(content) });
  const { deps, stores } = world;
  await haveProject(deps, { projectId, media: "text" });
  await deps.queue.send(new CreateQueueCommand({ QueueName: deps.config.INGEST_QUEUE_URL }));
  world.take();

  const serve = serveQueue({ message: ingestMessage, atOnce: AT_ONCE }, deps, ingest);
  const run = async (bodies: readonly string[]): Promise<void> => {
    const Records = bodies.map((body, at) => ({ messageId: String(at), body }));
    const { batchItemFailures } = await serve({ Records });
    if (batchItemFailures.length > 0) throw new Error(stores.log.map((line) => JSON.stringify(line)).join("\n"));
  };
  await run([JSON.stringify({ Records: [{ eventName: "ObjectCreated:Put", s3: { object: { key } } }] })]);
  let runs = 1;
  for (let waiting = world.messages(deps.config.INGEST_QUEUE_URL); waiting.length > 0; runs++)
    await run(waiting.splice(0, BATCH));
  const use = world.take(runs);
  await world.close();
  // Each run was brought by a request to the queue and ended by another.
  const queueCalls = { ...use.queueCalls, ReceiveMessage: runs, DeleteMessageBatch: runs };
  return { lines, use: { ...use, queueCalls, bucketCalls: { ...use.bucketCalls, PutObject: 1 } } };
};

/** The bill of a million items, from what was counted over some of them. */
export const billOfMillionItems = ({ lines, use }: IngestedLines): readonly CostLine[] =>
  linesOfUse(use, { step: "ingest", function: "ingest", counted: lines, toldFor: MILLION });

/** A bucket that holds one object and gives any part of it. */
const bucketOfOne = (content: Buffer): S3Client => {
  const send = async (command: unknown): Promise<unknown> => {
    if (!(command instanceof GetObjectCommand)) throw new Error("this bucket knows gets alone");
    const [, from = "0", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(command.input.Range ?? "bytes=0-") ?? [];
    const part = content.subarray(Number(from), last === "" ? content.length : Number(last) + 1);
    return {
      ContentLength: part.length,
      ETag: '"1"',
      Body: {
        transformToByteArray: async () => part,
        transformToWebStream: () => new Blob([Uint8Array.from(part)]).stream(),
      },
    };
  };
  return Object.assign(new S3Client({ region: "us-east-1", endpoint: "http://127.0.0.1:1" }), { send });
};
