import { CANT_TELL_REASONS } from "../../annotation.ts";
import { dayOf } from "../exported-item.ts";
import type { DataCard } from "./data-card.ts";
import { fact } from "./figures.ts";
import { inEachLanguage } from "./in-each-language.ts";
import { inert, inertQuote } from "./inert-text.ts";
import { blocks, bullets, share, table, toBeWritten } from "./markdown.ts";

/** What was asked for and what for, and how often people could not answer as they were asked to. */
export const taskSection = (card: DataCard): string =>
  blocks(
    "## The task",
    "### Who asks, and what for",
    purpose(card),
    uses(card),
    "### How far the task is a matter of view",
    subjective(card),
  );

const purpose = ({ askedBy, project }: DataCard): string =>
  blocks(
    `Asked for by ${inert(askedBy)}. The purpose as it was told to everybody who labelled:`,
    project ? inEachLanguage(project.purpose, inertQuote) : toBeWritten("what are the labels for?"),
  );

const uses = ({ uses: stated }: DataCard): string =>
  blocks(
    "What was done with the labels, as the project stated it to the people who labelled:",
    stated.length === 0
      ? "Not known: nothing was stated by the moment of this export."
      : blocks(
          ...stated.map(({ text, statedAtMs }) =>
            blocks(`Stated on ${dayOf(statedAtMs)}:`, inEachLanguage(text, inertQuote)),
          ),
        ),
  );

const subjective = (card: DataCard): string => {
  const { facts } = card;
  const items = fact(facts, "items");
  const kinds = ["labelled", "none_fit", "cant_tell", "unusable"].map((kind) => fact(facts, `kind/${kind}`));
  const [, noneFit = 0, cantTell = 0, unusable = 0] = kinds;
  const answers = kinds.reduce((sum, count) => sum + count, 0);
  return blocks(
    bullets([
      `Contested (as many as may be asked were asked, and they do not agree): ${share(fact(facts, "state/contested"), items)} items.`,
      `“None of these fit”: ${share(noneFit, answers)} answers; decided so: ${share(fact(facts, "state/none_fit"), items)} items.`,
      `“I can't tell”: ${share(cantTell, answers)} answers; decided so: ${share(fact(facts, "state/cant_tell"), items)} items.${reasons(card)}`,
      `Unusable: ${share(unusable, answers)} answers; decided so: ${share(fact(facts, "state/unusable"), items)} items.`,
      `Not decided yet: ${share(fact(facts, "state/open"), items)} items.`,
    ]),
    byLabel(card),
    toBeWritten("which aspects of the task depend on the view, the place or the experience of whoever labels?"),
  );
};

const reasons = ({ facts }: DataCard): string => {
  const given = CANT_TELL_REASONS.flatMap((reason) => {
    const count = fact(facts, `reason/cant_tell/${reason}`);
    return count > 0 ? [`${reason.replaceAll("_", " ")} ${count}`] : [];
  });
  return given.length > 0 ? ` Reasons given: ${given.join(", ")}.` : "";
};

const byLabel = ({ facts, ontology }: DataCard): string => {
  const known = [...ontology.labels, ...ontology.retired].map(({ id }) => id);
  const spoken = known.filter((id) => fact(facts, `label/${id}/items`) > 0);
  if (spoken.length === 0) return "";
  const of = (id: string, what: string): number => fact(facts, `label/${id}/${what}`);
  return blocks(
    "Over the items on which anybody named the label, what all the answers to them say:",
    table(
      ["Label", "Items", "Named it", "None of these fit", "Can't tell", "Contested items"],
      spoken.map((id) => [
        `\`${id}\``,
        String(of(id, "items")),
        share(of(id, "named"), of(id, "votes")),
        share(of(id, "none_fit"), of(id, "votes")),
        share(of(id, "cant_tell"), of(id, "votes")),
        share(of(id, "contested"), of(id, "items")),
      ]),
    ),
  );
};
