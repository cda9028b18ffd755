import type { AnnotatorId } from "../ids.ts";
import { ageDays, isUnanswered, type ProposalFile } from "../proposal.ts";
import { dayOf } from "./exported-item.ts";
import { inOrderOfLanguage } from "./label-map.ts";

/**
 * How an export names whoever proposed something: by the name she chose, else by a pseudonym. It is another pseudonym
 * than that of her answers, and never stands beside the name: what she said in public would else tell which answers are
 * hers, and which pseudonyms of two exports are the same person.
 */
export type ProposerName = { readonly name: string } | { readonly pseudonym: string };
export type ProposerNames = (authorId: AnnotatorId) => ProposerName;

/** The random end of a proposal's id: its front would tell to the millisecond when she was at work. */
export const shortProposalId = (proposalId: string): string => proposalId.slice(-16);

/**
 * A proposal as `ontology.json` tells it: the words as they were written, how many seconded it, what was answered. Times
 * are days. Where it was seen is left out: an item with one answer would say whose that is. Of one that was taken back
 * there is only that it was.
 */
export const proposalJson = ({ proposal, seconds, words }: ProposalFile, asOfMs: number, nameOf: ProposerNames) => {
  const { standing } = proposal;
  const withdrawn = standing.state === "withdrawn";
  return {
    proposal_id: shortProposalId(proposal.proposalId),
    kind: proposal.kind,
    labels: [...proposal.labels],
    ...(withdrawn
      ? { hidden: "its author took it back" }
      : {
          names: proposal.names ? inOrderOfLanguage(proposal.names) : null,
          definition: proposal.definition ? inOrderOfLanguage(proposal.definition) : null,
          why: proposal.why ?? null,
          language: proposal.language,
          voice_note: proposal.voice !== undefined,
          proposed_by: nameOf(proposal.authorId),
        }),
    ontology_version: proposal.ontologyVersion,
    proposed_on: dayOf(proposal.createdAtMs),
    state: standing.state,
    ...(isUnanswered(proposal) && { age_days: ageDays(proposal, asOfMs) }),
    ...("atMs" in standing && { answered_on: dayOf(standing.atMs) }),
    ...("reason" in standing && { reason: standing.reason }),
    ...(standing.state === "accepted" && {
      made_version: standing.version ?? null,
      made_instructions_version: standing.instructionsVersion ?? null,
    }),
    seconds: seconds.length,
    ...(!withdrawn && {
      words: words.map(({ by, text, voice, atMs }) => ({
        by,
        on: dayOf(atMs),
        text: text ?? null,
        voice_note: voice !== undefined,
      })),
    }),
  };
};
