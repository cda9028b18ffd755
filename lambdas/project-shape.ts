import type { Membership } from "../core/membership.ts";
import type { Ontology } from "../core/ontology.ts";
import type { Project } from "../core/project.ts";
import { refuse } from "../core/refusal.ts";
import type { Deps } from "./deps.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import { shownOntology } from "./shown-ontology.ts";
import { projects } from "./store/projects.ts";

/** A project as clients see it: with the ontology in force and the caller's roles. */
export const projectShape = async (
  deps: Deps,
  { ontologyVersion: _, ...project }: Project,
  ontology: Ontology,
  { roles }: Pick<Membership, "roles">,
): Promise<Reply<typeof endpoints.getProject>> => ({
  ...project,
  ontology: await shownOntology(deps, project.projectId, ontology),
  roles,
});

/** The project of the path. A member's row without a project is what a creation cut in half leaves: not there. */
export const findProject = async (deps: Deps, projectId: Project["projectId"]): Promise<Project> => {
  const project = await projects(deps).find(projectId);
  if (!project) throw refuse("not-found", "no such project");
  return project;
};

export const changedMeanwhile = (ver: number) =>
  refuse("conflict", "somebody else changed the project meanwhile: look at it again", {
    field: "body.ver",
    value: String(ver),
    allowed: "the ver of the project as it is now",
  });
