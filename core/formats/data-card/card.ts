import { inLanguage } from "../../localized.ts";
import { agreementSection } from "./agreement-section.ts";
import type { DataCard } from "./data-card.ts";
import { acceptedSection, disputedSection } from "./disputed-section.ts";
import { fact } from "./figures.ts";
import { filesSection } from "./files-section.ts";
import { inert } from "./inert-text.ts";
import { instructionsSection } from "./instructions-section.ts";
import { labelsSection } from "./labels-section.ts";
import { blocks, several, table } from "./markdown.ts";
import { paySection } from "./pay-section.ts";
import { peopleSection } from "./people-section.ts";
import { taskSection } from "./task-section.ts";
import { updatesSection } from "./updates-section.ts";

/**
 * `README.md`: the data card, in the order of the questions that CrowdWorkSheets asks (Díaz et al. 2022). What records
 * tell is filled in; what only a person can say stands there as a question, marked. The same card gives the same bytes.
 */
export const dataCard = (card: DataCard): string => {
  const sections = [
    taskSection(card),
    instructionsSection(card),
    disputedSection(card),
    acceptedSection(card),
    peopleSection(card),
    paySection(card),
    agreementSection(card),
    labelsSection(card),
    updatesSection(card),
    filesSection(card),
  ];
  const open = sections.join("\n").split("**To be written by a person:**").length - 1;
  return `${blocks(heading(card, open), ...sections)}\n`;
};

const heading = ({ title, askedBy, asOfMs, ontology, facts, proposals }: DataCard, open: number): string =>
  blocks(
    `# Data card: ${inert(inLanguage(title, "en"))}`,
    `Filled in from the records of the project as they stood at ${new Date(asOfMs).toISOString()}. ` +
      `${several(open, "question")} that only a person can answer ${open === 1 ? "is" : "are"} marked **To be written by a person**.`,
    table(
      ["", ""],
      [
        ["Asked for by", inert(askedBy)],
        ["Items", String(fact(facts, "items"))],
        ["Answers that count", String(answersIn(facts))],
        ["People who labelled", String(facts.annotators.length)],
        [
          "Time of labelling",
          facts.days ? `${facts.days[0]} to ${facts.days[1]} (days, UTC)` : "nobody has labelled yet",
        ],
        ["Ontology", `version ${ontology.version}, ${several(ontology.labels.length, "label")}`],
        ["Proposals by people who labelled", String(proposals.length)],
      ],
    ),
  );

const answersIn = (facts: DataCard["facts"]): number =>
  (["labelled", "none_fit", "cant_tell", "unusable"] as const).reduce(
    (sum, kind) => sum + fact(facts, `kind/${kind}`),
    0,
  );
