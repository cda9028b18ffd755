import type { Ontology } from "../ontology.ts";

/**
 * The versions that led to the one in force, oldest first, itself last. A version that was written and never pointed to
 * (its publishing was cut off, or another was quicker) is in no lineage. Empty when the version is not among them.
 */
export const lineageOf = (all: readonly Ontology[], inForce: number): readonly Ontology[] => {
  const byVersion = new Map(all.map((ontology) => [ontology.version, ontology]));
  const lineage: Ontology[] = [];
  for (let next = byVersion.get(inForce); next; next = byVersion.get(next.from)) lineage.unshift(next);
  return lineage;
};
