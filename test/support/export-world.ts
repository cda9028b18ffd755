import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { ulid } from "ulid";
import type { Annotation, Answer } from "../../core/annotation.ts";
import { EVERYONE_ALIKE } from "../../core/consensus/index.ts";
import type { Export } from "../../core/export.ts";
import {
  type ExportId,
  type ItemId,
  type ProjectId,
  parseAnnotatorId,
  parseExportId,
  parseProjectId,
} from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Group, Role } from "../../core/membership.ts";
import { createProject } from "../../lambdas/create-project.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { type Endpoint, endpoints, type Reply } from "../../lambdas/endpoints.ts";
import { exportMessage } from "../../lambdas/export/message.ts";
import { SETTLE_MS } from "../../lambdas/export/moment.ts";
import { runExport } from "../../lambdas/export.ts";
import { type Person, type Request, serve } from "../../lambdas/http.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { storable } from "../../lambdas/steps/large-answers.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { exportObjects } from "../../lambdas/store/export-objects.ts";
import { exportRecords } from "../../lambdas/store/exports.ts";
import { items } from "../../lambdas/store/items.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { startBucket } from "../../local/bucket/start.ts";
import { delayedQueue } from "./delayed-queue.ts";
import { memberOf } from "./people-world.ts";
import { aProjectBody } from "./project-body.ts";
import { openStores } from "./stores.ts";

/** What a client sends, and who the authorizer says it is. */
interface Sent {
  readonly as: Person;
  readonly path: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
type Run<E extends Endpoint> = (deps: Deps, request: Request<E>) => Promise<Reply<E>>;

export interface ExportWorld {
  readonly deps: Deps;
  readonly vendor: Person;
  readonly projectId: ProjectId;
  /** Moves the clock of handlers and queue. */
  pass(ms: number): void;
  person(signInName: string): Person;
  join(person: Person, ...roles: Role[]): Promise<Person>;
  call<const E extends Endpoint>(endpoint: E, run: Run<E>, sent: Sent): Promise<Reply<E>>;
  /** The same, for calls that may be refused. */
  ask<const E extends Endpoint>(
    endpoint: E,
    run: Run<E>,
    sent: Sent,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** An item of the given name, made an hour before now. */
  item(name: string, given?: Partial<ItemHeader>): Promise<ItemId>;
  /** An annotation as submit stores it, accepted now unless said otherwise. */
  answer(itemId: ItemId, by: Person, answer: Answer, given?: Partial<Annotation>): Promise<void>;
  /** An export as of a moment, as if it had been asked for then; worked off. */
  exportAsOf(asOfMs: number, given?: Partial<Export>): Promise<Export>;
  /** What the export queue would deliver now. */
  takeMessages(): readonly unknown[];
  /** Lets time pass and does what the export queue holds, until nothing waits. */
  work(): Promise<void>;
  ready(exportId: ExportId): Promise<Export>;
  file(of: Export, name: string): Promise<string>;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** A project with real stores and a real bucket, into which a test puts answers as the handlers would have stored them. */
export const startExportWorld = async (
  given: Parameters<typeof aProjectBody>[0] = { overlap: { min: 2, max: 3 } },
): Promise<ExportWorld> => {
  const buckets = await startBuckets();
  const queued = delayedQueue(() => deps.now());
  const { deps, pass, close } = await openStores({
    bucket: buckets.client,
    queue: queued.client,
    config: buckets.names,
  });
  const vendor = person("vera", "vendor");
  const call: ExportWorld["call"] = async (endpoint, run, sent) => {
    const { status, body } = await answerTo(deps, endpoint, run, sent);
    if (status !== 200) throw new Error(`${endpoint.path}: ${status} ${JSON.stringify(body)}`);
    return body as Reply<typeof endpoint>;
  };
  const made = await call(endpoints.createProject, createProject, { as: vendor, path: {}, body: aProjectBody(given) });
  const projectId = parseProjectId(made.projectId)!;

  const ready: ExportWorld["ready"] = async (exportId) => {
    const found = await exportRecords(deps).find(projectId, exportId);
    if (found?.state !== "ready") throw new Error(`export is ${found?.state}: ${found?.failure}`);
    return found;
  };
  const work = async (): Promise<void> => {
    pass(SETTLE_MS);
    for (let waiting = queued.take(); waiting.length > 0; waiting = queued.take()) {
      for (const message of waiting) await runExport(deps, exportMessage.parse(message));
    }
  };

  return {
    deps,
    vendor,
    projectId,
    pass,
    person,
    call,
    ask: (endpoint, run, sent) => answerTo(deps, endpoint, run, sent),
    ready,
    work,
    takeMessages: queued.take,
    async join(who, ...roles) {
      await memberships(deps).join(memberOf(projectId, who, ...roles));
      return who;
    },
    async item(name, header = {}) {
      const itemId = itemIdOf(projectId, `${projectId}/${name}`);
      const createdAtMs = deps.now() - HOUR_MS;
      await items(deps).create({ ...anItem(projectId, itemId, name), createdAtMs, ...header }, false);
      return itemId;
    },
    async answer(itemId, { personId }, answer, annotation = {}) {
      const { answer: _, ...row } = anAnnotation(itemId, personId, answer, deps.now(), annotation);
      const stored = await annotations(deps).put(projectId, { ...row, ...(await storable(deps, answer)) });
      if (stored.state !== "stored") throw new Error("this annotation is there already");
    },
    async exportAsOf(asOfMs, asked = {}) {
      const exportId = parseExportId(ulid())!;
      await exportRecords(deps).create({
        exportId,
        projectId,
        recipient: vendor.personId,
        forClient: false,
        state: "queued",
        formats: ["jsonl", "coco", "csv"],
        asOfMs,
        title: made.title,
        askedBy: made.askedBy,
        project: {
          media: made.media,
          purpose: made.purpose,
          instructionsVersion: made.instructions.version,
          pay: made.pay,
          ...(made.answerSeconds && { answerSeconds: made.answerSeconds }),
        },
        ontologyVersion: 1,
        overlap: made.overlap,
        confidenceTarget: made.confidenceTarget,
        snapshot: EVERYONE_ALIKE.snapshot,
        createdAtMs: asOfMs,
        ...asked,
      });
      pass(SETTLE_MS);
      await runExport(deps, { projectId, exportId, step: "begin" });
      await work();
      return ready(exportId);
    },
    async file(of, name) {
      const got = await fetch(await exportObjects(deps).addressOf(of, name));
      if (!got.ok) throw new Error(`${name}: ${got.status} ${await got.text()}`);
      return got.text();
    },
    async close() {
      await close();
      await buckets.close();
    },
  };
};

/** The embedded bucket, in a folder of its own. */
const startBuckets = async () => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-export-"));
  const caller = { accessKeyId: "AKIDEXPORT", secretAccessKey: "secret", name: "tests", allows: () => true };
  const service = await startBucket({
    folder,
    port: 0,
    findCaller: (id) => (id === caller.accessKeyId ? caller : undefined),
    now: Date.now,
    newId: () => crypto.randomUUID(),
  });
  const names = { INGEST_BUCKET: "media", ANSWERS_BUCKET: "answers", EXPORTS_BUCKET: "exports" };
  for (const name of Object.values(names)) service.createBucket(name, {});
  const client = new S3Client({
    region: "us-east-1",
    credentials: caller,
    endpoint: service.url,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const close = async () => {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { client, names, close };
};

/** The same name is the same person. */
const person = (signInName: string, ...groups: Group[]): Person => {
  const hex = createHash("sha256").update(signInName).digest("hex");
  const personId = parseAnnotatorId(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5"))!;
  return { personId, signInName, groups };
};

const answerTo = async <const E extends Endpoint>(deps: Deps, endpoint: E, run: Run<E>, { as, path, body }: Sent) => {
  const claims = { sub: as.personId, username: as.signInName, token_use: "access", "cognito:groups": `[${as.groups}]` };
  const event = {
    pathParameters: path,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    requestContext: { requestId: "request-1", authorizer: { jwt: { claims } } },
  };
  const answered = await serve(endpoint, deps, run)(event);
  return { status: answered.statusCode, body: JSON.parse(answered.body) as unknown };
};

const anItem = (projectId: ProjectId, itemId: ItemId, name: string): Omit<ItemHeader, "createdAtMs"> => ({
  projectId,
  itemId,
  ver: 1,
  round: 1,
  state: "open",
  overlapWanted: 0,
  priority: 5,
  claims: {},
  answeredBy: [],
  snapshot: 0,
  media: { kind: "image", contentType: "image/jpeg", width: 640, height: 420, orientation: 1 },
  source: {
    from: "object",
    key: `${projectId}/${name}`,
    versionId: "v1",
    sizeBytes: 1000,
    sha256: createHash("sha256").update(name).digest("hex"),
  },
});

const anAnnotation = (
  itemId: ItemId,
  annotatorId: Person["personId"],
  answer: Answer,
  nowMs: number,
  given: Partial<Annotation>,
): Annotation => ({
  itemId,
  round: 1,
  annotatorId,
  revision: 1,
  submissionId: crypto.randomUUID(),
  assignmentId: ulid() as Annotation["assignmentId"],
  ontologyVersion: 1,
  answer,
  acceptedAtMs: nowMs,
  late: false,
  counted: true,
  ...given,
});
