import type { Ontology, VersionReason } from "../ontology.ts";
import { applyOperations, type Unfit } from "./apply-operations.ts";
import { ontologyHash } from "./ontology-hash.ts";
import type { OntologyChange, OntologyOperation } from "./operations.ts";

export type NextVersion =
  | { readonly state: "made"; readonly ontology: Ontology }
  | { readonly state: "unfit"; readonly unfit: Unfit };

/** The version after one that is in force, made by changes that a vendor accepts. */
export const nextVersion = (
  before: Ontology,
  operations: readonly OntologyChange[],
  { version, because, publishedAtMs }: { version: number; because: VersionReason; publishedAtMs: number },
): NextVersion => {
  const applied = applyOperations(before, operations, version);
  if (applied.state === "unfit") return applied;
  const { labels, retired, tools } = applied.content;
  // Named one by one: where nothing else changed, the content still has the number of the version before.
  const content = { labels, retired, tools };
  const made = { version, from: before.version, ...content, operations, hash: ontologyHash(content) };
  return { state: "made", ontology: { ...made, because, publishedAtMs } };
};

/** A version that begins anew: the first, or one of a draft, whose numbers are given (core/label-numbers.ts). */
export const begunVersion = (
  { labels, tools }: Pick<Ontology, "labels" | "tools">,
  { version, publishedAtMs }: Pick<Ontology, "version" | "publishedAtMs">,
): Ontology => {
  const content = { labels, retired: [], tools };
  const operations: readonly OntologyOperation[] = [{ kind: "begin", labels, tools }];
  return { version, from: 0, ...content, operations, hash: ontologyHash(content), publishedAtMs };
};
