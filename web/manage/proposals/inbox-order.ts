import { isUnanswered, SECONDS_THAT_HOLD } from "../../../core/proposal.ts";
import type { ResponseOf } from "../../../lambdas/endpoints.ts";

export type ProposalListed = ResponseOf<"listProposals">["proposals"][number];

export interface Inbox {
  /** Oldest first: who has waited longest is answered first. */
  readonly unanswered: readonly ProposalListed[];
  /** Newest answer first; what was withdrawn is among them. */
  readonly answered: readonly ProposalListed[];
  /** Of the unanswered, those that hold up new files where the project is set so. */
  readonly holding: readonly ProposalListed[];
}

/** Sorts proposals for whoever answers them. Equals by id, which is a ULID. */
export const inboxOf = (proposals: readonly ProposalListed[]): Inbox => {
  const byId = (a: ProposalListed, b: ProposalListed): number => (a.proposalId < b.proposalId ? -1 : 1);
  const unanswered = proposals.filter(isUnanswered).sort((a, b) => a.createdAtMs - b.createdAtMs || byId(a, b));
  return {
    unanswered,
    answered: proposals
      .filter((one) => !isUnanswered(one))
      .sort((a, b) => answeredAtMs(b) - answeredAtMs(a) || byId(a, b)),
    holding: unanswered.filter(({ secondCount = 0 }) => secondCount >= SECONDS_THAT_HOLD),
  };
};

const answeredAtMs = ({ standing, createdAtMs }: ProposalListed): number =>
  "atMs" in standing ? standing.atMs : createdAtMs;
