import { isUnanswered } from "../../proposal.ts";
import type { DataCard } from "./data-card.ts";
import { fact } from "./figures.ts";
import { blocks, bullets, several, toBeWritten } from "./markdown.ts";

/** Whether the labels will change, and what stands against using them. */
export const updatesSection = ({ proposals, facts, outOfUse, ontology }: DataCard): string => {
  const open = proposals.filter(({ proposal }) => isUnanswered(proposal)).length;
  return blocks(
    "## Updates and limits",
    bullets([
      `This bundle does not change. A later one may say otherwise: ${several(open, "proposal")} open, ${several(fact(facts, "state/open"), "item")} not decided yet.`,
      `Answers count under ontology version ${ontology.version} as \`crosswalk.json\` says; what people said stays as they said it.`,
      `Out of use: ${outOfUse.rejected} rejected, ${outOfUse.replaced} replaced by newer bytes; in no figure of this card.`,
      "A correction is a new revision, and the old one stays. Answers that came after the project closed or their author left are in the files, marked, and in no figure.",
    ]),
    toBeWritten("under what licence and terms may this be used, and what should it not be used for?"),
    toBeWritten("how can the people who labelled take their answers back, and whom do they ask?"),
  );
};
