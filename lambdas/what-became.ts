import type { z } from "zod";
import type { AnnotatorId } from "../core/ids.ts";
import { inLanguage, type PageLanguage } from "../core/localized.ts";
import { acceptedSecondsOf, exportsWith, type OwnProposal, proposalsOf } from "../core/my-work/became.ts";
import type { became } from "./api/my-work.ts";
import type { Deps } from "./deps.ts";
import type { OwnProject } from "./own-projects.ts";
import type { Work } from "./steps/work-of.ts";
import { exportRecords } from "./store/exports.ts";
import { proposals } from "./store/proposals.ts";
import { useStatements } from "./store/use-statements.ts";

type Became = z.infer<typeof became>;

/** How many of each a page shows at first, and how many when it asks for one project. */
export const FIRST = { purposeLength: 400, exports: 4, proposals: 8, seconded: 4, uses: 2 } as const;
export const ALL = { purposeLength: 2_000, exports: 200, proposals: 200, seconded: 200, uses: 200 } as const;

/** Of what somebody wrote, so much names it. */
const WORDS_MAX = 120;

/** What became of somebody's work in a project: what is recorded, and nothing else. */
export const whatBecame = async (
  deps: Deps,
  { project }: OwnProject,
  {
    personId,
    answersUpTo,
    language,
    limits,
  }: {
    readonly personId: AnnotatorId;
    readonly answersUpTo: Work["answersUpTo"];
    readonly language: PageLanguage;
    readonly limits: Readonly<Record<keyof typeof FIRST, number>>;
  },
): Promise<Became> => {
  const { projectId } = project;
  const [taken, files, uses] = await Promise.all([
    exportRecords(deps).ofProject(projectId),
    proposals(deps).all(projectId),
    useStatements(deps).ofProject(projectId),
  ]);
  const exports = await exportsWith(taken, (asOfMs) => answersUpTo(projectId, asOfMs));
  const own = proposalsOf(files, personId, deps.now());
  const seconded = acceptedSecondsOf(files, personId, deps.now());
  return {
    askedBy: project.askedBy,
    purpose: beginning(inLanguage(project.purpose, language), limits.purposeLength),
    exports: exports.slice(0, limits.exports).map(({ asOfMs, answers }) => ({ asOfMs, answers })),
    exportCount: exports.length,
    proposals: own.slice(0, limits.proposals).map((one) => shownProposal(one, language)),
    proposalCount: own.length,
    seconded: seconded.slice(0, limits.seconded).map((one) => shownProposal(one, language)),
    secondedCount: seconded.length,
    uses: uses.slice(0, limits.uses).map(({ text, statedAtMs }) => ({ text: inLanguage(text, language), statedAtMs })),
    useCount: uses.length,
  };
};

const shownProposal = (
  { proposalId, kind, names, why, standing, ageDays }: OwnProposal,
  language: PageLanguage,
): Became["proposals"][number] => {
  const words = names ? inLanguage(names, language) : why;
  return {
    proposalId,
    kind,
    ...(words && { words: beginning(words, WORDS_MAX) }),
    state: standing.state,
    ...("reason" in standing && { reason: standing.reason }),
    ...("version" in standing && { version: standing.version }),
    ...("instructionsVersion" in standing && { instructionsVersion: standing.instructionsVersion }),
    ageDays,
  };
};

const beginning = (text: string, lengthMax: number): string =>
  text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
