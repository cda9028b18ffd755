import { isUnanswered, type ProposalFile, type ProposalStanding } from "../proposal.ts";

/**
 * Proposals as they stood at a moment, oldest first: made by then, with the seconds and words that had been given, and
 * open where they were answered or taken back only later. `asked` then means that the vendor's question was the last word.
 */
export const proposalsAsOf = (files: readonly ProposalFile[], asOfMs: number): readonly ProposalFile[] =>
  files
    .filter(({ proposal }) => proposal.createdAtMs <= asOfMs)
    .map(({ proposal, seconds, words }): ProposalFile => {
      const said = words.filter(({ atMs }) => atMs <= asOfMs).sort((a, b) => (a.wordId < b.wordId ? -1 : 1));
      return {
        proposal: { ...proposal, standing: standingAsOf(proposal.standing, said.at(-1)?.by === "vendor", asOfMs) },
        seconds: seconds.filter(({ atMs }) => atMs <= asOfMs),
        words: said,
      };
    })
    .sort(
      ({ proposal: a }, { proposal: b }) => a.createdAtMs - b.createdAtMs || (a.proposalId < b.proposalId ? -1 : 1),
    );

const standingAsOf = (standing: ProposalStanding, isAsked: boolean, asOfMs: number): ProposalStanding => {
  if (!isUnanswered({ standing }) && "atMs" in standing && standing.atMs <= asOfMs) return standing;
  return { state: isAsked ? "asked" : "open" };
};
