import type { ItemId, ProjectId } from "../../../core/ids.ts";
import type { EndpointName } from "../../../lambdas/endpoints.ts";
import { type Endpoint, endpoints, type ResponseOf } from "../../../lambdas/endpoints.ts";
import { memberships } from "../../../lambdas/store/memberships.ts";
import { people } from "../../../lambdas/store/people.ts";
import { projects } from "../../../lambdas/store/projects.ts";
import { haveItems } from "../../support/labelling.ts";
import { aProjectBody } from "../../support/project-body.ts";
import type { Logged } from "../../support/stores.ts";
import { ID_KINDS, type IdKind, type Ids } from "./ids.ts";
import { PERSONS, type PersonName, type Somebody, signInNameOf } from "./persons.ts";
import { type Ask, openRouter } from "./router.ts";
import { startServices } from "./services.ts";

export const PROJECTS = ["own", "other", "draft", "closed"] as const;
export type ProjectName = (typeof PROJECTS)[number];

export interface RouteWorld {
  readonly ask: Ask;
  readonly log: Logged[];
  /** Ids there are, by project; grows with what is answered. */
  idsOf(project: ProjectName): Ids;
  /** Notes the ids in an answer to a request about a project. */
  learn(project: ProjectName, answer: unknown): void;
  pass(ms: number): void;
  /** As it was in the beginning, time included. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Two open projects of different vendors with work under way in each, a draft and a closed one. */
export const openRouteWorld = async (): Promise<RouteWorld> => {
  const services = await startServices();
  const { deps } = services;
  const ask = await openRouter(deps);
  for (const [name, { personId }] of Object.entries(PERSONS))
    await people(deps).put({ personId, signInName: signInNameOf(personId), name, language: "en" });

  const call: Call = async (as, name, path, body) => {
    const { method, path: template, response }: Endpoint = endpoints[name];
    const target = template.replace(/\{(\w+)\}/g, (_, part: string) => path[part] ?? part);
    const answer = await ask({ as, method, target, query: {}, body: body && { text: JSON.stringify(body) } });
    const failed = services.log.findLast(({ level }) => level === "error")?.["error"];
    if (answer?.statusCode !== 200) throw new Error(`${name}: ${answer?.statusCode} ${answer?.body} ${failed ?? ""}`);
    return response.parse(JSON.parse(answer.body)) as ResponseOf<typeof name>;
  };

  const found = Object.fromEntries(PROJECTS.map((name) => [name, new Map<IdKind, Set<string>>()]));
  const note = (project: ProjectName, kind: IdKind, id: string): void => {
    const kinds = found[project];
    const ids = kinds?.get(kind) ?? new Set<string>();
    kinds?.set(kind, ids.add(id));
  };
  const learn: RouteWorld["learn"] = (project, answer) => {
    for (const [kind, id] of idsIn(answer)) note(project, kind, id);
  };

  const makeProject = async (name: ProjectName, vendor: PersonName): Promise<ProjectId> => {
    const made = await call(vendor, "createProject", {}, aProjectBody({ overlap: { min: 2, max: 3 } }));
    for (const kind of ["pest", "no_pest"]) note(name, "label", kind);
    note(name, "project", made.projectId);
    return made.projectId;
  };
  for (const [name, vendor] of [
    ["own", "vendor"],
    ["other", "otherVendor"],
  ] as const) {
    const projectId = await makeProject(name, vendor);
    for (const person of Object.values(PERSONS).filter((one: Somebody) => one[name].length > 0)) {
      const roles: Somebody["own"] = person[name];
      await memberships(deps).join({ projectId, personId: person.personId, roles, state: "active", joinedAtMs: 1 });
      note(name, "person", person.personId);
    }
    await call(vendor, "changeProjectState", { projectId }, { to: "open" });
    const project = await projects(deps).find(projectId);
    if (!project) throw new Error("the project is gone");
    const items: readonly ItemId[] = await haveItems(deps, project, 6);
    for (const itemId of items) note(name, "item", itemId);
    const annotator = name === "own" ? "annotator" : "otherAnnotator";
    await haveWork({
      call,
      annotator,
      other: name === "own" ? "second" : undefined,
      vendor,
      projectId,
      mark: name === "own" ? "A" : "B",
      learn: (answer) => learn(name, answer),
    });
  }
  const closed = await makeProject("closed", "vendor");
  for (const to of ["open", "closed"]) await call("vendor", "changeProjectState", { projectId: closed }, { to });
  await makeProject("draft", "vendor");

  const kept = structuredClone(found);
  const startMs = services.nowMs();
  await services.tables.keep();
  return {
    ask,
    log: services.log,
    pass: services.pass,
    learn,
    idsOf: (project) =>
      Object.fromEntries(ID_KINDS.map((kind) => [kind, [...(found[project]?.get(kind) ?? [])]])) as unknown as Ids,
    restore: async () => {
      await services.tables.restore();
      services.pass(startMs - services.nowMs());
      services.log.length = 0;
      for (const name of PROJECTS) found[name] = structuredClone(kept[name]) ?? new Map();
    },
    close: services.close,
  };
};

type Call = <Name extends EndpointName>(
  as: PersonName,
  name: Name,
  path: Readonly<Record<string, string>>,
  body?: object,
) => Promise<ResponseOf<Name>>;

/** Answers, a proposal with a plan, a question, an export, links: one of each that a request may name. */
interface Work {
  readonly call: Call;
  readonly annotator: PersonName;
  /** Says otherwise of the first item, where there is somebody. */
  readonly other: PersonName | undefined;
  readonly vendor: PersonName;
  readonly projectId: ProjectId;
  /** A letter in the ids that pages make: those of two projects differ. */
  readonly mark: string;
  readonly learn: (answer: unknown) => void;
}

const haveWork = async ({ call, annotator, other, vendor, projectId, mark, learn }: Work): Promise<void> => {
  const taken = async (person: PersonName) => {
    const asked = await call(person, "assign", { projectId }, {});
    if (asked.state !== "assigned") throw new Error("nobody hands anything out");
    learn(asked.assignment);
    return asked.assignment;
  };
  const { assignmentId, items } = await taken(annotator);
  const [first] = items;
  if (!first) throw new Error("an assignment of nothing");
  await call(annotator, "submit", { projectId }, { assignmentId, answers: answersOf("pest", items.slice(0, 2), 1) });
  if (other) {
    const held = await taken(other);
    const isHeld = ({ itemId }: { readonly itemId: string }) => held.items.some((one) => one.itemId === itemId);
    const answers = [...answersOf("no_pest", [first], 3), ...answersOf("pest", items.slice(1, 2).filter(isHeld), 4)];
    await call(other, "submit", { projectId }, { assignmentId: held.assignmentId, answers });
  }
  const ulid = (last: string): string => `01JZK3V8Q4M2N6P7R9S0T1V${mark}W${last}`;
  const example = { itemId: first.itemId };
  const said = { language: "en", why: "It eats what is rotten.", labels: ["pest"], names: { en: "Rotten eater" } };
  const proposal = await call(
    annotator,
    "propose",
    { projectId },
    { proposalId: ulid("1"), kind: "add", example, ...said },
  );
  const { proposalId } = proposal;
  const { definition, colour } = { definition: { en: "x" }, colour: "#0072b2" };
  const label = { id: "rotten", names: { en: "Rotten" }, definition, colour };
  const changes = [{ kind: "add", label, nearest: "pest" }];
  learn(proposal);
  learn(await call(vendor, "planProposal", { projectId, proposalId }, { changes }));
  const anchor = { kind: "item", ...example };
  learn(
    await call(annotator, "openThread", { projectId }, { threadId: ulid("2"), anchor, text: "Is it?", language: "en" }),
  );
  learn(await call(vendor, "startExport", { projectId }, { formats: ["jsonl"] }));
  learn(await call(vendor, "invite", { projectId }, { roles: ["annotator"] }));
  learn(await call(vendor, "stateUse", { projectId }, { useId: ulid("3"), text: { en: "A trial" } }));
  const voice = await call(annotator, "startVoice", { projectId }, { contentType: "audio/webm", sizeBytes: 100 });
  learn(voice);
  const files = [{ name: "large.jpg", sizeBytes: 100_000_000, contentType: "image/jpeg" }];
  learn(await call(vendor, "startUpload", { projectId }, { files }));
};

const answersOf = (label: string, items: readonly { readonly itemId: string }[], from: number): readonly object[] =>
  items.map(({ itemId }, at) => ({
    itemId,
    submissionId: `00000000-0000-4000-9000-${String(from + at).padStart(12, "0")}`,
    answer: { kind: "labelled", value: { classes: [label], shapes: [] } },
  }));

const KIND_OF_NAME: Readonly<Record<string, IdKind>> = {
  ...{ itemId: "item", assignmentId: "assignment", proposalId: "proposal", planId: "plan", threadId: "thread" },
  ...{ wordId: "word", exportId: "export", invitationId: "invitation", secret: "secret", uploadId: "upload" },
  ...{ key: "key", payoutId: "payout", useId: "use", personId: "person" },
};

const idsIn = (answer: unknown): readonly (readonly [IdKind, string])[] => {
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([name, value]) => {
    const kind = KIND_OF_NAME[name];
    return kind && typeof value === "string" ? [[kind, value] as const] : idsIn(value);
  });
};
