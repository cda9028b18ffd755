import type { ProjectId } from "../core/ids.ts";
import type { Role } from "../core/membership.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Person, type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { memberships } from "./store/memberships.ts";
import { projects } from "./store/projects.ts";

const endpoint = endpoints.listProjects;
const READS_AT_ONCE = 20;

/** Newest first. An operator sees every project, with the roles she has in it (mostly none). */
export const listProjects = async (
  deps: Deps,
  { person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const roles = await rolesOf(deps, person);
  const ids = person.groups.includes("operator")
    ? [...new Set([...(await projects(deps).ids()), ...roles.keys()])]
    : [...roles.keys()];
  const found = await inParallel(ids.sort().reverse(), READS_AT_ONCE, (id) => projects(deps).find(id));
  return {
    projects: found
      .filter((project) => project !== undefined)
      .map(({ instructions: _, ontologyVersion: __, ...project }) => ({
        ...project,
        roles: roles.get(project.projectId) ?? [],
      })),
  };
};

const rolesOf = async (deps: Deps, person: Person): Promise<ReadonlyMap<ProjectId, readonly Role[]>> => {
  const all = await memberships(deps).ofPerson(person.personId);
  return new Map(all.filter(({ state }) => state === "active").map(({ projectId, roles }) => [projectId, roles]));
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listProjects));
