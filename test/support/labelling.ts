import type { Answer } from "../../core/annotation.ts";
import type { AnnotatorId, ItemId, LabelId, ProjectId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader } from "../../core/item.ts";
import type { Membership, Role } from "../../core/membership.ts";
import type { Ontology } from "../../core/ontology.ts";
import { begunVersion } from "../../core/ontology-change/next-version.ts";
import { LEASE_MS, type Project } from "../../core/project.ts";
import { assign } from "../../lambdas/assign.ts";
import type { Deps } from "../../lambdas/deps.ts";
import type { BodyOf, Endpoint, EndpointName, endpoints, Reply } from "../../lambdas/endpoints.ts";
import type { Person, Request } from "../../lambdas/http.ts";
import { itemIdOf } from "../../lambdas/item-id.ts";
import { items } from "../../lambdas/store/items.ts";
import { memberships } from "../../lambdas/store/memberships.ts";
import { ontologies } from "../../lambdas/store/ontologies.ts";
import { projects } from "../../lambdas/store/projects.ts";
import { submit } from "../../lambdas/submit.ts";

/** Builders of what labelling needs: each gives a valid thing, and takes what matters to the test. */
export const PEST = "pest" as LabelId;
export const HARMLESS = "harmless" as LabelId;
export const projectIdOf = (name: string): ProjectId => name.padEnd(8, "0") as ProjectId;
export const annotatorOf = (number: number): AnnotatorId =>
  `00000000-0000-4000-8000-${String(number).padStart(12, "0")}` as AnnotatorId;

export const anOntology = ({ version = 1, publishedAtMs = 0, ...changes }: Partial<Ontology> = {}): Ontology => {
  const labels = [PEST, HARMLESS].map((id, at) => ({
    id,
    number: at + 1,
    names: { en: id },
    definition: { en: id },
    colour: "#e69f00",
  }));
  return { ...begunVersion({ labels, tools: ["class"], ...changes }, { version, publishedAtMs }), ...changes };
};

export const aProject = (changes: Partial<Project> = {}): Project => ({
  projectId: projectIdOf("forest"),
  title: { en: "Forest insects" },
  state: "open",
  ver: 1,
  media: "image",
  askedBy: "A cooperative",
  purpose: { en: "To know pests" },
  instructions: { version: 1, text: { en: "Look closely" } },
  overlap: { min: 1, max: 3 },
  confidenceTarget: "majority",
  proposalsFirst: true,
  pay: { kind: "paid", amountMicros: 500_000, currency: "INR" },
  leaseMs: LEASE_MS.default,
  packetItems: 10,
  ontologyVersion: 1,
  epoch: 1,
  createdAtMs: 0,
  ...changes,
});

export const aHeader = (changes: Partial<ItemHeader> = {}): ItemHeader => ({
  projectId: projectIdOf("forest"),
  itemId: itemIdOf(projectIdOf("forest"), "1.jpg"),
  ver: 1,
  round: 1,
  state: "open",
  overlapWanted: 0,
  priority: 16,
  claims: {},
  answeredBy: [],
  snapshot: 0,
  media: { kind: "image", contentType: "image/jpeg", width: 400, height: 300, orientation: 1 },
  source: { from: "object", key: "forest/1.jpg", versionId: "v1", sizeBytes: 1000, sha256: "0".repeat(64) },
  createdAtMs: 0,
  ...changes,
});

export const labelled = (...classes: LabelId[]): Answer => ({ kind: "labelled", value: { classes } });

/** A project with its ontology in the store. */
export const haveProject = async (
  deps: Deps,
  { ontology = anOntology(), ...changes }: Partial<Project> & { readonly ontology?: Ontology } = {},
): Promise<Project> => {
  const project = aProject(changes);
  await ontologies(deps).publish(project.projectId, ontology);
  await projects(deps).create(project);
  return project;
};

export const changeProject = async (deps: Deps, projectId: ProjectId, changes: Partial<Project>): Promise<void> => {
  const project = await projects(deps).find(projectId);
  if (!project) throw new Error("no project");
  await projects(deps).replace({ ...project, ...changes }, project.ver);
};

/** Items that want annotators, as ingest leaves them. */
export const haveItems = async (
  deps: Deps,
  project: Project,
  count: number,
  changes: Partial<ItemHeader> = {},
): Promise<readonly ItemId[]> => {
  const headers = Array.from({ length: count }, (_, at) => {
    const key = `${project.projectId}/${at + 1}.jpg`;
    const source = { from: "object", key, versionId: "v1", sizeBytes: 1000, sha256: "0".repeat(64) } as const;
    return aHeader({ projectId: project.projectId, itemId: itemIdOf(project.projectId, key), source, ...changes });
  });
  for (const header of headers) await items(deps).create(header, freeSlots(header, project.overlap) > 0);
  return headers.map(({ itemId }) => itemId);
};

/** Somebody with roles in the project. */
export const haveMember = async (
  deps: Deps,
  { projectId }: Pick<Project, "projectId">,
  number: number,
  roles: readonly Role[] = ["annotator"],
): Promise<AnnotatorId> => {
  const membership: Membership = {
    projectId,
    personId: annotatorOf(number),
    roles,
    state: "active",
    joinedAtMs: deps.now(),
  };
  await memberships(deps).join(membership);
  return membership.personId;
};

/** A request as the frame hands it to a handler. */
export const requestOf = <E extends Endpoint>(
  personId: AnnotatorId,
  { path, body, query }: { readonly path?: object; readonly body?: unknown; readonly query?: unknown },
): Request<E> => {
  const person: Person = { personId, signInName: `person-${personId.slice(-3)}`, groups: [] };
  return { path: path ?? {}, body, query: query ?? {}, person, requestId: "test" } as unknown as Request<E>;
};

type Run<Name extends EndpointName> = (
  deps: Deps,
  request: Request<(typeof endpoints)[Name]>,
) => Promise<Reply<(typeof endpoints)[Name]>>;

export const callAs = <Name extends EndpointName>(
  _name: Name,
  run: Run<Name>,
  deps: Deps,
  personId: AnnotatorId,
  sent: { readonly path?: object; readonly body?: BodyOf<Name>; readonly query?: object } = {},
): Promise<Reply<(typeof endpoints)[Name]>> => run(deps, requestOf(personId, sent));

/** Asks for items; `undefined` when there are none for her. */
export const takePacket = async (
  deps: Deps,
  { projectId }: Pick<Project, "projectId">,
  personId: AnnotatorId,
  holding: readonly string[] = [],
) => {
  const answer = await callAs("assign", assign, deps, personId, {
    path: { projectId },
    body: { holding: [...holding] },
  });
  return answer.state === "assigned" ? answer.assignment : undefined;
};

let submissions = 0;
export const newSubmissionId = (): string => {
  submissions += 1;
  return `00000000-0000-4000-9000-${String(submissions).padStart(12, "0")}`;
};

export interface GivenTo {
  readonly itemId: string;
  readonly answer: Answer;
  readonly submissionId?: string;
  readonly replaces?: number;
}

/** Hands in answers under an assignment, and gives the result of each. */
export const handIn = async (
  deps: Deps,
  { projectId }: Pick<Project, "projectId">,
  personId: AnnotatorId,
  assignmentId: string,
  given: readonly GivenTo[],
) => {
  const answers = given.map(({ submissionId = newSubmissionId(), ...rest }) => ({ ...rest, submissionId }));
  const body = { assignmentId, answers } as unknown as BodyOf<"submit">;
  return (await callAs("submit", submit, deps, personId, { path: { projectId }, body })).results;
};
