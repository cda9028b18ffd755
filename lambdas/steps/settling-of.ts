import type { Ontology } from "../../core/ontology.ts";
import { crosswalkOf } from "../../core/ontology-change/crosswalk.ts";
import type { Project } from "../../core/project.ts";
import { currentOntology } from "../current-ontology.ts";
import type { Deps } from "../deps.ts";
import type { Settling } from "./settle-item.ts";
import { skillsOf } from "./skills-of.ts";

/**
 * What decisions in a project go by: its overlap and target, the tools and crosswalk of its ontology in force, and its skills now.
 * `read` is an ontology that the caller has at hand: the one in force is read only if it is another.
 */
export const settlingOf = async (
  deps: Deps,
  project: Project,
  read?: Ontology,
  skillsRead: "current" | "recent" = "current",
): Promise<Settling> => {
  const { projectId, overlap, confidenceTarget, ontologyVersion } = project;
  const ontology = read?.version === ontologyVersion ? read : await currentOntology(deps, project);
  const skills = await skillsOf(deps, project, ontology, skillsRead);
  const { tools } = ontology;
  return { projectId, overlap, confidenceTarget, tools, crosswalk: crosswalkOf(ontology), skills };
};
