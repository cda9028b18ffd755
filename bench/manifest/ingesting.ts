import {
  DeleteMessageBatchCommand,
  type DeleteMessageBatchRequestEntry,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { ProjectId } from "../../core/ids.ts";
import { createProject } from "../../lambdas/create-project.ts";
import { awsDeps, type Deps } from "../../lambdas/deps.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { serve } from "../../lambdas/http.ts";
import { ingestMessage } from "../../lambdas/ingest/messages.ts";
import { ingest } from "../../lambdas/ingest.ts";
import { type QueueEvent, serveQueue } from "../../lambdas/queue.ts";
import { stats } from "../../lambdas/store/stats.ts";
import { putInParts } from "./manifest-file.ts";
import { countWriteUnits } from "./write-units.ts";

export interface Ingested {
  /** From the end of the upload to the end of the last message. */
  readonly seconds: number;
  readonly slices: number;
  /** Of the main table with its indexes, from the end of the upload on. */
  readonly writeUnits: number;
  readonly openItems: number;
  /** The most that this process ever held, in bytes: code, upload and handlers. */
  readonly peakBytes: number;
}

/** As many as the deployed function gets at once and works on side by side: infra/service-stack.ts, lambdas/ingest.ts. */
const BATCH = 10;
const AT_ONCE = 4;
const VENDOR = { sub: "6fa3a1d2-8f3e-4c55-9a41-0c2f5b0f8e11", username: "bench", token_use: "access" };
const body = {
  title: { en: "Texts" },
  askedBy: "The bench",
  purpose: { en: "To measure." },
  instructions: { en: "Read." },
  media: "text",
  overlap: { min: 1, max: 1 },
  pay: { kind: "unpaid" },
  ontology: {
    tools: ["class"],
    labels: [{ id: "pest", names: { en: "pest" }, definition: { en: "It harms." }, colour: "#d55e00" }],
  },
};

const makeProject = async (deps: Deps): Promise<ProjectId> => {
  const made = await serve(
    endpoints.createProject,
    deps,
    createProject,
  )({
    body: JSON.stringify(body),
    requestContext: {
      requestId: "bench",
      authorizer: { jwt: { claims: { ...VENDOR, "cognito:groups": "[vendor]" } } },
    },
  });
  if (made.statusCode !== 200) throw new Error(made.body);
  return (JSON.parse(made.body) as { projectId: ProjectId }).projectId;
};

/** Takes what waits until nothing does. @returns when the last was done; messages that fail, fail the bench */
const workOff = async (deps: Deps, isBegun: () => boolean): Promise<number> => {
  const QueueUrl = deps.config.INGEST_QUEUE_URL;
  const serveBatch = serveQueue({ message: ingestMessage, atOnce: AT_ONCE }, deps, ingest);
  let doneAtMs = performance.now();
  for (;;) {
    const { Messages = [] } = await deps.queue.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: BATCH, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0 && isBegun()) return doneAtMs;
    if (Messages.length === 0) continue;
    const { batchItemFailures } = await serveBatch(eventOf(Messages));
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed`);
    const Entries = Messages.map(
      ({ ReceiptHandle }, at): DeleteMessageBatchRequestEntry => ({ Id: String(at), ReceiptHandle }),
    );
    await deps.queue.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    doneAtMs = performance.now();
  }
};

const eventOf = (messages: readonly Message[]): QueueEvent => ({
  Records: messages.map(({ MessageId = "", Body = "" }) => ({ messageId: MessageId, body: Body })),
});

/** What the deployed function does, in this process, for the manifest in `file`. */
const main = async (file: string): Promise<void> => {
  let slices = 0;
  const deps: Deps = {
    ...awsDeps(process.env),
    log: {
      info: (event, fields) => {
        if (event === "manifest.split") slices += Number(fields?.["slices"]);
      },
      warn: console.error,
      error: console.error,
    },
  };
  const projectId = await makeProject(deps);
  const writeUnits = countWriteUnits(deps.table);
  await putInParts(deps.bucket, file, { Bucket: deps.config.INGEST_BUCKET, Key: `${projectId}/texts.jsonl` });
  const startMs = performance.now();
  const seconds = ((await workOff(deps, () => slices > 0)) - startMs) / 1000;
  const { open } = await stats(deps).live(projectId);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.send?.({ seconds, slices, writeUnits: writeUnits(), openItems: open, peakBytes } satisfies Ingested);
  process.disconnect();
};

await main(process.argv[2] ?? "");
