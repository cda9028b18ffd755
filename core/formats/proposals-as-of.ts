import type { Ontology } from "../ontology.ts";
import { bySaying, isUnanswered, type Proposal, type ProposalFile, type ProposalStanding } from "../proposal.ts";

/**
 * Proposals as they stood at a moment, oldest first: made by then, with the seconds and words that had been given, and
 * open where they were answered or taken back only later. `asked` then means that the vendor's question was the last word.
 * Accepted is what made one of the versions that were in force by then (`versions`), also where accepting was cut off
 * before the proposal said so; and not what made a later one.
 */
export const proposalsAsOf = (
  files: readonly ProposalFile[],
  versions: readonly Ontology[],
  asOfMs: number,
): readonly ProposalFile[] =>
  files
    .filter(({ proposal }) => proposal.createdAtMs <= asOfMs)
    .map(({ proposal, seconds, words }): ProposalFile => {
      const said = words.filter(({ atMs }) => atMs <= asOfMs).sort(bySaying);
      return {
        proposal: {
          ...proposal,
          standing: madeVersion(proposal, versions) ?? standingAsOf(proposal, said.at(-1)?.by === "vendor", asOfMs),
        },
        seconds: seconds.filter(({ atMs }) => atMs <= asOfMs),
        words: said,
      };
    })
    .sort(
      ({ proposal: a }, { proposal: b }) => a.createdAtMs - b.createdAtMs || (a.proposalId < b.proposalId ? -1 : 1),
    );

const madeVersion = ({ proposalId }: Proposal, versions: readonly Ontology[]): ProposalStanding | undefined => {
  const made = versions.find(({ because }) => because?.proposalId === proposalId);
  return (
    made?.because && {
      state: "accepted",
      reason: made.because.reason,
      atMs: made.publishedAtMs,
      version: made.version,
    }
  );
};

const standingAsOf = ({ standing }: Proposal, isAsked: boolean, asOfMs: number): ProposalStanding => {
  const isLater = standing.state === "accepted" && standing.version !== undefined;
  const isAnswered = !isUnanswered({ standing }) && "atMs" in standing && standing.atMs <= asOfMs;
  return isAnswered && !isLater ? standing : { state: isAsked ? "asked" : "open" };
};
