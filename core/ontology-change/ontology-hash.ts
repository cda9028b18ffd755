import type { Ontology } from "../ontology.ts";
import { endOfHash, startOfHash } from "../resumable-sha256.ts";

/** What a version says, and so what its hash is of: not when it was published, nor why. */
export type OntologyContent = Pick<Ontology, "labels" | "retired" | "tools">;

/** SHA-256 in hex of the content's JSON with sorted keys: equal for the same content, however its fields are ordered. */
export const ontologyHash = ({ labels, retired, tools }: OntologyContent): string => {
  const bytes = new TextEncoder().encode(sortedJson({ labels, retired, tools }));
  return endOfHash(startOfHash(), bytes, bytes.length);
};

const sortedJson = (content: unknown): string =>
  JSON.stringify(content, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
