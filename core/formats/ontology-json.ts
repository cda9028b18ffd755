import type { ProjectId } from "../ids.ts";
import type { Ontology } from "../ontology.ts";
import type { ProposalFile } from "../proposal.ts";
import { type ProposerNames, proposalJson, shortProposalId } from "./proposals-json.ts";

/** What `ontology.json` is made of, everything as it stood at the moment of the export. */
export interface OntologyRecord {
  readonly projectId: ProjectId;
  readonly asOfMs: number;
  /** The version in force. */
  readonly ontology: Ontology;
  /** The versions that led to that one (ontology-change/lineage.ts), itself last. */
  readonly versions: readonly Ontology[];
  /** As of that moment (proposals-as-of.ts). */
  readonly proposals: readonly ProposalFile[];
  readonly nameOf: ProposerNames;
}

/**
 * `ontology.json`: the labels in force and how they came to be. `content` and the operations are in the very form that
 * the hashes are of, so that a reader can hash the one and replay the others. Of an accepted proposal's author a
 * version names only who chose to be named.
 */
export const ontologyJson = ({ projectId, asOfMs, ontology, versions, proposals, nameOf }: OntologyRecord): string => {
  const authors = new Map(proposals.map(({ proposal }) => [proposal.proposalId, proposal.authorId]));
  const proposerOf = (proposalId: string): string | null => {
    const authorId = authors.get(proposalId);
    const named = authorId && nameOf(authorId);
    return named && "name" in named ? named.name : null;
  };
  const { version, labels, retired, tools, hash } = ontology;
  return `${JSON.stringify(
    {
      format: "labelloop-ontology",
      format_version: 1,
      project: projectId,
      as_of: new Date(asOfMs).toISOString(),
      version,
      hash,
      content: { labels, retired, tools },
      history: versions.map(({ because, ...one }) => ({
        version: one.version,
        from: one.from,
        published_at: new Date(one.publishedAtMs).toISOString(),
        operations: one.operations,
        hash: one.hash,
        reason: because?.reason ?? null,
        proposal_id: because ? shortProposalId(because.proposalId) : null,
        proposed_by: because ? proposerOf(because.proposalId) : null,
      })),
      proposals: proposals.map((file) => proposalJson(file, asOfMs, nameOf)),
    },
    undefined,
    2,
  )}\n`;
};
