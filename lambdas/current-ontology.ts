import type { Ontology } from "../core/ontology.ts";
import type { Project } from "../core/project.ts";
import type { Deps } from "./deps.ts";
import { ontologies } from "./store/ontologies.ts";

/** The ontology that new assignments carry. It is written before the project points to it, so its absence is a fault. */
export const currentOntology = async (deps: Deps, project: Project): Promise<Ontology> => {
  const ontology = await ontologies(deps).find(project.projectId, project.ontologyVersion);
  if (!ontology) throw new Error(`project ${project.projectId}: ontology ${project.ontologyVersion} is missing`);
  return ontology;
};
