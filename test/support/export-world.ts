import { createHash } from "node:crypto";
import { ulid } from "ulid";
import type { Annotation, Answer } from "../../core/annotation.ts";
import { EVERYONE_ALIKE } from "../../core/consensus/index.ts";
import type { Export } from "../../core/export.ts";
import { type ExportId, type ItemId, type ProjectId, parseExportId, parseProjectId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Role } from "../../core/membership.ts";
import { createProject } from "../../lambdas/create-project.ts";
import type { Deps } from "../../lambdas/deps.ts";
import { endpoints } from "../../lambdas/endpoints.ts";
import { exportMessage } from "../../lambdas/export/message.ts";
import { SETTLE_MS } from "../../lambdas/export/moment.ts";
import { runExport } from "../../lambdas/export.ts";
import type { Person } from "../../lambdas/http.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { storable } from "../../lambdas/steps/large-answers.ts";
import { annotations } from "../../lambdas/store/annotations.ts";
import { exportObjects } from "../../lambdas/store/export-objects.ts";
import { exportRecords } from "../../lambdas/store/exports.ts";
import { items } from "../../lambdas/store/items.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { memberOf, type PeopleWorld, startPeopleWorld } from "./people-world.ts";
import { aProjectBody } from "./project-body.ts";

export interface ExportWorld {
  readonly world: PeopleWorld;
  readonly vendor: Person;
  readonly projectId: ProjectId;
  join(person: Person, ...roles: Role[]): Promise<Person>;
  /** An item of the given name, made an hour before now. */
  item(name: string, given?: Partial<ItemHeader>): Promise<ItemId>;
  /** An annotation as submit stores it, accepted now unless said otherwise. */
  answer(itemId: ItemId, by: Person, answer: Answer, given?: Partial<Annotation>): Promise<void>;
  /** An export as of a moment, as if it had been asked for then; worked off. */
  exportAsOf(asOfMs: number, given?: Partial<Export>): Promise<Export>;
  /** Lets time pass and does what the export queue holds, until nothing waits. */
  work(deps?: Deps): Promise<void>;
  ready(exportId: ExportId): Promise<Export>;
  file(of: Export, name: string): Promise<string>;
}

const HOUR_MS = 3_600_000;

/** A project with real stores, into which a test puts answers as the handlers would have stored them. */
export const startExportWorld = async (
  given: Parameters<typeof aProjectBody>[0] = { overlap: { min: 2, max: 3 } },
): Promise<ExportWorld> => {
  const world = await startPeopleWorld();
  const { deps } = world;
  const vendor = world.person("vera", "vendor");
  const made = await world.call(endpoints.createProject, createProject, { as: vendor, body: aProjectBody(given) });
  const projectId = parseProjectId(made.projectId)!;

  const ready: ExportWorld["ready"] = async (exportId) => {
    const found = await exportRecords(deps).find(projectId, exportId);
    if (found?.state !== "ready") throw new Error(`export is ${found?.state}: ${found?.failure}`);
    return found;
  };
  const work = async (on: Deps = deps): Promise<void> => {
    world.pass(SETTLE_MS);
    for (;;) {
      const waiting = world.takeMessages();
      if (waiting.length === 0) return;
      for (const message of waiting) await runExport(on, exportMessage.parse(message));
    }
  };

  return {
    world,
    vendor,
    projectId,
    ready,
    work,
    async join(person, ...roles) {
      await memberships(deps).join(memberOf(projectId, person, ...roles));
      return person;
    },
    async item(name, header = {}) {
      const itemId = itemIdOf(projectId, `${projectId}/${name}`);
      await items(deps).create(
        { ...anItem(projectId, itemId, name), createdAtMs: deps.now() - HOUR_MS, ...header },
        false,
      );
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
        ontologyVersion: 1,
        overlap: made.overlap,
        snapshot: EVERYONE_ALIKE.snapshot,
        createdAtMs: asOfMs,
        ...asked,
      });
      world.pass(SETTLE_MS);
      await runExport(deps, { projectId, exportId, step: "begin" });
      await work();
      return ready(exportId);
    },
    async file(of, name) {
      const url = await exportObjects(deps).addressOf(of, name);
      const got = await fetch(url);
      if (!got.ok) throw new Error(`${name}: ${got.status} ${await got.text()}`);
      return got.text();
    },
  };
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
