import type { Skills } from "../../core/consensus/index.ts";
import type { Export } from "../../core/export.ts";
import type { CocoHeader } from "../../core/formats/coco.ts";
import type { BundleContext } from "../../core/formats/exported-item.ts";
import type { Ontology } from "../../core/ontology.ts";
import { crosswalkOf } from "../../core/ontology-change/crosswalk.ts";
import { lineageOf } from "../../core/ontology-change/lineage.ts";
import type { Deps } from "../deps.ts";
import { skillsAt } from "../steps/skills-of.ts";
import { ontologies } from "../store/ontologies.ts";
import { projectSecrets } from "../store/project-secrets.ts";
import { relabellings } from "../store/relabellings.ts";
import { type Pseudonyms, pseudonymsFor } from "./pseudonyms.ts";

/** All that the bytes of an export depend on besides the items. */
export interface ExportPlan {
  readonly wanted: Export;
  readonly ontology: Ontology;
  /** The versions that led to it, itself last. */
  readonly versions: readonly Ontology[];
  /** By plan of re-labelling, whose id its re-openings have, the version that it was accepted for. */
  readonly plannedFor: ReadonlyMap<string, number>;
  readonly skills: Skills;
  readonly pseudonyms: Pseudonyms;
  readonly context: BundleContext & CocoHeader & Pick<Ontology, "tools">;
}

export const planOf = async (deps: Deps, wanted: Export): Promise<ExportPlan> => {
  const { projectId, ontologyVersion, title, askedBy, asOfMs } = wanted;
  const [all, secret, plans] = await Promise.all([
    ontologies(deps).all(projectId),
    projectSecrets(deps).ofProject(projectId),
    relabellings(deps).all(projectId),
  ]);
  const versions = lineageOf(all, ontologyVersion);
  const ontology = versions.at(-1);
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
  const made = new Map(
    versions.flatMap(({ version, because }) => (because ? [[because.proposalId, version] as const] : [])),
  );
  const plannedFor = new Map(
    plans.flatMap(({ planId, proposalId }) => {
      const version = made.get(proposalId);
      return version === undefined ? [] : [[planId, version] as const];
    }),
  );
  return { wanted, ontology, versions, plannedFor, skills, pseudonyms, context };
};
