import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { ontologies } from "../store/ontologies.ts";
import type { Settling } from "./settle-item.ts";
import { skillsOf } from "./skills-of.ts";

/** What decisions in a project go by: its overlap and target, the tools of its ontology in force, and its skills now. */
export const settlingOf = async (deps: Deps, project: Project): Promise<Settling> => {
  const { projectId, overlap, confidenceTarget, ontologyVersion } = project;
  const ontology = await ontologies(deps).find(projectId, ontologyVersion);
  if (!ontology) throw new Error(`project ${projectId}: ontology ${ontologyVersion} is missing`);
  const skills = await skillsOf(deps, project, ontology);
  return { projectId, overlap, confidenceTarget, tools: ontology.tools, skills };
};
