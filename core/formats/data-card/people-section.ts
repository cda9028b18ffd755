import type { DataCard } from "./data-card.ts";
import { inert } from "./inert-text.ts";
import type { LanguageGroup } from "./language-groups.ts";
import { blocks, bullets, several, toBeWritten } from "./markdown.ts";

const languagesTold = (groups: readonly LanguageGroup[]): string =>
  groups.length === 0
    ? "there is no such group"
    : groups.map(({ language, atLeast }) => `\`${inert(language)}\` ${atLeast} or more`).join(", ");

/** Who labelled: how many, and nothing of anybody that she did not choose to have told. */
export const peopleSection = ({ facts, credits, languages }: DataCard): string =>
  blocks(
    "## The people who labelled",
    bullets([
      `${several(facts.annotators.length, "person", "people")} gave at least one answer. In the files each is a pseudonym that holds for this bundle alone.`,
      `Languages, of those who agreed to have theirs counted, told for groups of at least five with at least five others: ${languagesTold(languages)}.`,
      "Place, age, gender and other attributes: not asked.",
      "Nobody's skill, speed or agreement with others had any part in what she was paid.",
    ]),
    "### Credit",
    credits.length === 0
      ? "Nobody chose to be named. Without a choice nobody is."
      : blocks(
          `${several(credits.length, "person", "people")} of ${facts.annotators.length} chose to be named, as they wrote it:`,
          bullets(credits.map(inert)),
        ),
    toBeWritten("how were people found and chosen, and what is assumed of them?"),
    toBeWritten(
      "which perspectives were sought, which are missing, and are the communities that the data concerns among those who labelled?",
    ),
  );
