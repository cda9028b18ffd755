import { dayOf } from "../exported-item.ts";
import type { DataCard } from "./data-card.ts";
import { fact, numbered } from "./figures.ts";
import { inEachLanguage } from "./in-each-language.ts";
import { inertQuote } from "./inert-text.ts";
import { blocks, bullets, share, table, toBeWritten } from "./markdown.ts";

/** What people were told to do, since when, and how they could ask. */
export const instructionsSection = (card: DataCard): string =>
  blocks(
    "## The instructions",
    versions(card),
    inForce(card),
    "### Ways to ask and to object, and what they changed",
    channels(card),
    toBeWritten("how was the wording chosen, and how was it tried out before it was used?"),
    toBeWritten("what risks does the material carry for the people who look at it, and were they told before?"),
  );

const versions = ({ instructions, facts, project }: DataCard): string => {
  const answers = new Map(numbered(facts, "instructions/"));
  const all = [...answers.values()].reduce((sum, count) => sum + count, 0) + fact(facts, "instructions-unknown");
  const unknown = fact(facts, "instructions-unknown");
  const known = instructions.map(({ version }) => version);
  const oldest = instructions.at(-1)?.version ?? project?.instructionsVersion ?? 1;
  const earlier = oldest > 1 ? "Earlier versions are not kept." : "";
  return blocks(
    instructions.length > 0 &&
      table(
        ["Version", "Since", "Because of", "Answers that count"],
        instructions.map(({ version, atMs, because }) => [
          String(version),
          dayOf(atMs),
          because ? ("threadId" in because ? "a question" : "a proposal") : "",
          share(answers.get(version) ?? 0, all),
        ]),
      ),
    instructions.length === 0 && project && `Version ${project.instructionsVersion} was in force.`,
    earlier,
    bullets([
      ...[...answers]
        .filter(([version]) => !known.includes(version))
        .map(([version, count]) => `Under version ${version}: ${share(count, all)} answers.`),
      ...(unknown > 0 ? [`Under which version is not known: ${share(unknown, all)} answers.`] : []),
    ]),
  );
};

const inForce = ({ instructions, project }: DataCard): string => {
  const current = instructions.find(({ version }) => version === project?.instructionsVersion);
  if (!current) return toBeWritten("what were the instructions? Their words were not kept.");
  return blocks(
    `Version ${current.version}, in force at the moment of this export, as it was written:`,
    inEachLanguage(current.text, inertQuote),
  );
};

const channels = ({ questions, proposals }: DataCard): string =>
  blocks(
    "Whoever labels can answer “none of these fit” and “I can't tell”, propose a change of the labels or the instructions, " +
      "second the proposals of others without seeing how many have, and ask questions that reach the project as written.",
    bullets([
      `Questions asked: ${questions.asked}; unanswered at this moment: ${questions.unanswered}; that became part of the instructions: ${questions.changedInstructions}.`,
      `Proposals made: ${proposals.length}; what became of each stands below.`,
    ]),
  );
