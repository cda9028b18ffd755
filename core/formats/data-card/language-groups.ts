/** A group is told only from so many people on, with as many others on the other side. */
const PEOPLE_LEAST = 5;

/** People who work in a language, in steps of five: "10" is ten to fourteen. */
export interface LanguageGroup {
  readonly language: string;
  readonly atLeast: number;
}

/**
 * Which languages are told of the people who agreed to have theirs counted: those of at least five people, with at
 * least five others who agreed and do not work in it. Counts go in steps of five, and how many agreed is not told, so that
 * one person's joining or leaving shows in at most one step. `told`: the languages of each who agreed. By language's tag;
 * none where no group is large enough.
 */
export const languageGroups = (told: readonly (readonly string[])[]): readonly LanguageGroup[] => {
  const agreed = told.filter(({ length }) => length > 0);
  const counts = new Map<string, number>();
  for (const languages of agreed)
    for (const language of new Set(languages)) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= PEOPLE_LEAST && agreed.length - count >= PEOPLE_LEAST)
    .map(([language, count]) => ({ language, atLeast: count - (count % PEOPLE_LEAST) }))
    .sort((a, b) => (a.language < b.language ? -1 : 1));
};
