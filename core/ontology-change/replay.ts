import type { Ontology } from "../ontology.ts";
import { applyOperations, NO_ONTOLOGY } from "./apply-operations.ts";
import { type OntologyContent, ontologyHash } from "./ontology-hash.ts";

/**
 * Does all operations of all versions again, from the last that began anew. The hash of what comes out is the hash of
 * the newest version, or its history does not tell how it came to be. Versions in order, oldest first; none is nothing.
 */
export const replay = (versions: readonly Pick<Ontology, "version" | "operations">[]): OntologyContent => {
  const begun = versions.findLastIndex(({ operations }) => operations[0]?.kind === "begin");
  let content: OntologyContent = NO_ONTOLOGY;
  for (const { version, operations } of versions.slice(Math.max(0, begun))) {
    const applied = applyOperations(content, operations, version);
    if (applied.state === "unfit") throw new Error(`version ${version}: ${applied.unfit.message}`);
    content = applied.content;
  }
  return content;
};

/** What replaying a history gives, by hash. */
export const replayedHash = (versions: Parameters<typeof replay>[0]): string => ontologyHash(replay(versions));
