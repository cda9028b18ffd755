import { parseProjectId } from "../core/ids.ts";
import { numberLabels } from "../core/label-numbers.ts";
import { begunVersion } from "../core/ontology-change/next-version.ts";
import { LEASE_MS, PACKET_ITEMS, type Project } from "../core/project.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { draftLabel, refuseExamplesOfOthers, refuseToolsThatDoNotFit } from "./ontology-rules.ts";
import { projectShape } from "./project-shape.ts";
import { instructionVersions } from "./store/instruction-versions.ts";
import { memberships } from "./store/memberships.ts";
import { ontologies } from "./store/ontologies.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.createProject;

/**
 * Makes a draft with its first ontology and instructions, and its creator as vendor. The project's row comes last: cut before it, there
 * is no project, only rows under an id that nobody knows, and asking again makes another.
 */
export const createProject = async (
  deps: Deps,
  { body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  refuseToolsThatDoNotFit(body.media, body.ontology.tools);
  const projectId = parseProjectId(deps.newId().toLowerCase());
  if (!projectId) throw new Error("the source of ids gave one that no project can have");
  refuseExamplesOfOthers(projectId, body.ontology.labels.map(draftLabel), "body.ontology.labels");
  const createdAtMs = deps.now();
  const {
    ontology: draft,
    instructions,
    confidenceTarget = "majority",
    proposalsFirst = true,
    leaseMs,
    packetItems,
    answerSeconds,
    ...settings
  } = body;
  const ontology = begunVersion(
    { labels: numberLabels([], draft.labels.map(draftLabel)), tools: draft.tools },
    { version: 1, publishedAtMs: createdAtMs },
  );
  const project: Project = {
    ...settings,
    ...(answerSeconds && { answerSeconds }),
    projectId,
    state: "draft",
    ver: 1,
    instructions: { version: 1, text: instructions },
    confidenceTarget,
    proposalsFirst,
    leaseMs: leaseMs ?? LEASE_MS.default,
    packetItems: packetItems ?? PACKET_ITEMS.default,
    ontologyVersion: 1,
    epoch: 0,
    createdAtMs,
  };
  const membership = {
    projectId,
    personId: person.personId,
    roles: ["vendor"],
    state: "active",
    joinedAtMs: createdAtMs,
  } as const;
  await ontologies(deps).publish(projectId, ontology);
  await instructionVersions(deps).put(projectId, { ...project.instructions, from: 0, atMs: createdAtMs });
  await memberships(deps).join(membership);
  await projects(deps).create(project);
  deps.log.info("project.created", { projectId });
  return projectShape(deps, project, ontology, membership);
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), createProject));
