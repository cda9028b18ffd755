import { ANSWER_WITHIN_DAYS, ageDays, isUnanswered } from "../../proposal.ts";
import { dayOf } from "../exported-item.ts";
import type { DataCard } from "./data-card.ts";
import { inertQuote } from "./inert-text.ts";
import { blocks, several } from "./markdown.ts";
import { proposalBlock } from "./proposal-words.ts";

/** What people who labelled object to and did not get: declined proposals with the reason, and those that wait. Unedited. */
export const disputedSection = ({ proposals, asOfMs, nameOf }: DataCard): string => {
  const declined = proposals.flatMap((file) => {
    const { standing } = file.proposal;
    if (standing.state !== "declined") return [];
    const answer = blocks(
      `The project declined it on ${dayOf(standing.atMs)}. The reason that everybody was given:`,
      inertQuote(standing.reason),
    );
    return [proposalBlock(file, "declined", nameOf, answer)];
  });
  const waiting = proposals
    .filter(({ proposal }) => isUnanswered(proposal))
    .map((file) => {
      const days = ageDays(file.proposal, asOfMs);
      const overdue =
        days >= ANSWER_WITHIN_DAYS ? `, longer than the ${ANSWER_WITHIN_DAYS} days that an answer may take` : "";
      return proposalBlock(file, `open for ${several(days, "day")}${overdue}`, nameOf);
    });
  const withdrawn = proposals.filter(({ proposal }) => proposal.standing.state === "withdrawn").length;
  return blocks(
    "## Definitions disputed by the people who labelled",
    declined.length + waiting.length === 0
      ? "No proposal was declined, and none is open."
      : `${several(declined.length, "proposal")} declined, ${waiting.length} open at the moment of this export. The words are as they were written.`,
    ...waiting,
    ...declined,
    withdrawn > 0 &&
      `${several(withdrawn, "proposal")} taken back by whoever made ${withdrawn === 1 ? "it" : "them"}; the words are not repeated.`,
  );
};

/** What people who labelled brought about. */
export const acceptedSection = ({ proposals, nameOf }: DataCard): string => {
  const accepted = proposals.flatMap((file) => {
    const { standing } = file.proposal;
    if (standing.state !== "accepted") return [];
    const made = [
      ...(standing.version ? [`ontology version ${standing.version}`] : []),
      ...(standing.instructionsVersion ? [`instructions version ${standing.instructionsVersion}`] : []),
    ];
    const answer = blocks(
      `The project accepted it on ${dayOf(standing.atMs)}${made.length > 0 ? `, which made ${made.join(" and ")}` : ""}. The reason that everybody was given:`,
      inertQuote(standing.reason),
    );
    return [proposalBlock(file, "accepted", nameOf, answer)];
  });
  return blocks(
    "## What the people who labelled changed",
    accepted.length === 0
      ? "No proposal was accepted by the moment of this export."
      : `${several(accepted.length, "proposal")} accepted.`,
    ...accepted,
  );
};
