import { exampleTypeOf } from "../core/example-key.ts";
import type { ProjectId } from "../core/ids.ts";
import type { Label, Ontology, RetiredLabel } from "../core/ontology.ts";
import type { Deps } from "./deps.ts";
import { mediaUrl } from "./media-url.ts";

export type ShownLabel = Label & { readonly exampleUrl?: string };
export type ShownOntology = Omit<Ontology, "labels" | "retired" | "operations"> & {
  readonly labels: readonly ShownLabel[];
  readonly retired: readonly (RetiredLabel & ShownLabel)[];
};

/** An ontology as clients see it: a label with an example carries an address that shows it for a while. */
export const shownOntology = async (
  deps: Pick<Deps, "bucket" | "config" | "now">,
  projectId: ProjectId,
  { operations: _, ...ontology }: Ontology,
): Promise<ShownOntology> => ({
  ...ontology,
  labels: await Promise.all(ontology.labels.map((label) => shownLabel(deps, projectId, label))),
  retired: await Promise.all(ontology.retired.map((label) => shownLabel(deps, projectId, label))),
});

const shownLabel = async <Some extends Label>(
  deps: Pick<Deps, "bucket" | "config" | "now">,
  projectId: ProjectId,
  label: Some,
): Promise<Some & { readonly exampleUrl?: string }> => {
  const { exampleKey: key } = label;
  const contentType = key && exampleTypeOf(projectId, key);
  return key && contentType ? { ...label, exampleUrl: await mediaUrl(deps, { key }, { contentType }) } : label;
};
