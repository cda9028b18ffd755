import type { Proposal, ProposalFile, ProposalKind } from "../../proposal.ts";
import { dayOf } from "../exported-item.ts";
import type { ProposerNames } from "../proposals-json.ts";
import { inOneLine } from "./in-each-language.ts";
import { inert, inertQuote } from "./inert-text.ts";
import { blocks, bullets, several } from "./markdown.ts";

const ASKS: Readonly<Record<ProposalKind, (labels: string) => string>> = {
  add: (labels) => (labels ? `a new label, closest to ${labels}` : "a new label"),
  add_under: (labels) => `a new label under ${labels}`,
  split: (labels) => `to split ${labels}`,
  merge: (labels) => `to merge ${labels}`,
  rename: (labels) => `another name for ${labels}`,
  redefine: (labels) => `another definition of ${labels}`,
  deprecate: (labels) => `to drop ${labels}`,
  instruction: () => "a change of the instructions",
};

/** What a proposal asks for, in a few words; labels by their ids. */
export const whatIsAsked = ({ kind, labels }: Pick<Proposal, "kind" | "labels">): string =>
  ASKS[kind](labels.map((id) => `\`${id}\``).join(", "));

/** A proposal with its author's words as she wrote them, under a heading that says where it stands. */
export const proposalBlock = (
  { proposal, seconds, words }: ProposalFile,
  standing: string,
  nameOf: ProposerNames,
  ...answer: readonly string[]
): string => {
  const by = nameOf(proposal.authorId);
  return blocks(
    `### ${capital(whatIsAsked(proposal))}: ${standing}`,
    bullets([
      `Proposed on ${dayOf(proposal.createdAtMs)} by ${"name" in by ? inert(by.name) : "somebody who labelled"}; ` +
        `seconded by ${several(seconds.length, "other person", "other people")}.`,
      ...(proposal.names ? [`Name: ${inOneLine(proposal.names, inert)}.`] : []),
      ...(proposal.definition ? [`Definition: ${inOneLine(proposal.definition, inert)}.`] : []),
      ...(proposal.voice ? ["Said in a voice note, which is not in this bundle."] : []),
    ]),
    proposal.why !== undefined &&
      blocks(`Why, in the words of whoever proposed it (\`${proposal.language}\`):`, inertQuote(proposal.why)),
    ...words.map(({ by: speaker, text, atMs }) =>
      blocks(
        `${speaker === "vendor" ? "The project asked back" : "The answer"} on ${dayOf(atMs)}${text === undefined ? ", in a voice note." : ":"}`,
        text !== undefined && inertQuote(text),
      ),
    ),
    ...answer,
  );
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
