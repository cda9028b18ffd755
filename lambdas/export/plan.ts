import type { Skills } from "../../core/consensus/index.ts";
import type { Export } from "../../core/export.ts";
import type { CocoHeader } from "../../core/formats/coco.ts";
import type { BundleContext } from "../../core/formats/exported-item.ts";
import type { Ontology } from "../../core/ontology.ts";
import { crosswalkOf } from "../../core/ontology-change/crosswalk.ts";
import type { Deps } from "../deps.ts";
import { skillsAt } from "../steps/skills-of.ts";
import { ontologies } from "../store/ontologies.ts";
import { projectSecrets } from "../store/project-secrets.ts";
import { type Pseudonyms, pseudonymsFor } from "./pseudonyms.ts";

/** All that the bytes of an export depend on besides the items. */
export interface ExportPlan {
  readonly wanted: Export;
  readonly ontology: Ontology;
  readonly skills: Skills;
  readonly pseudonyms: Pseudonyms;
  readonly context: BundleContext & CocoHeader & Pick<Ontology, "tools">;
}

export const planOf = async (deps: Deps, wanted: Export): Promise<ExportPlan> => {
  const { projectId, ontologyVersion, title, askedBy, asOfMs } = wanted;
  const [ontology, secret] = await Promise.all([
    ontologies(deps).find(projectId, ontologyVersion),
    projectSecrets(deps).ofProject(projectId),
  ]);
  if (!ontology) throw new Error(`export ${wanted.exportId}: its ontology is not there`);
  const skills = await skillsAt(deps, wanted, ontology, wanted.snapshot);
  const pseudonyms = pseudonymsFor(secret, wanted);
  const context = {
    labels: ontology.labels,
    retired: ontology.retired,
    crosswalk: crosswalkOf(ontology),
    tools: ontology.tools,
    ontologyVersion,
    pseudonymScope: pseudonyms.scope,
    title,
    askedBy,
    asOfMs,
  };
  return { wanted, ontology, skills, pseudonyms, context };
};
