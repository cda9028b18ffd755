import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { ontologies } from "../store/ontologies.ts";
import type { Settling } from "./settle-item.ts";

/** What decisions in a project go by: its overlap, and the tools of its ontology in force. */
export const settlingOf = async (deps: Deps, project: Project): Promise<Settling> => {
  const { projectId, overlap, ontologyVersion } = project;
  const ontology = await ontologies(deps).find(projectId, ontologyVersion);
  if (!ontology) throw new Error(`project ${projectId}: ontology ${ontologyVersion} is missing`);
  return { projectId, overlap, tools: ontology.tools };
};
