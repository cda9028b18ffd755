import type { AnnotatorId, ExportId, ProjectId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import type { Proposal, ProposalWord, Second } from "../../core/proposal.ts";
import type { Thread, ThreadWord } from "../../core/thread.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { credits } from "../store/credits.ts";
import { exportRecords } from "../store/exports.ts";
import { proposals } from "../store/proposals.ts";
import { type ReviewKey, reviews } from "../store/reviews.ts";
import { threads } from "../store/threads.ts";

/** What a project holds of somebody besides her work: what she said, in words or by voice, and how she is named. */
export interface Traces {
  readonly projectId: ProjectId;
  readonly words: readonly { readonly thread: Thread; readonly word: ThreadWord }[];
  /** Hers that still say something. */
  readonly proposals: readonly Proposal[];
  readonly answers: readonly ProposalWord[];
  readonly seconds: readonly Second[];
  readonly reviews: readonly ReviewKey[];
  readonly hasCredit: boolean;
  /** Exports that were made while she may have been named: they are never changed. */
  readonly exportsNaming: readonly ExportId[];
}

/** Buckets of items read at once. */
const AT_ONCE = 8;

const says = (said: object): boolean =>
  ["text", "voice", "note", "names", "definition", "why"].some((name) => name in said);

/** Everything is read strongly. What was emptied before is not found again, so that a second look finds nothing. */
export const tracesOf = async (
  deps: Pick<Deps, "table" | "config">,
  projectId: ProjectId,
  personId: AnnotatorId,
): Promise<Traces> => {
  const [files, asked, choices] = await Promise.all([
    threads(deps).all(projectId),
    proposals(deps).all(projectId),
    credits(deps).choices(projectId),
  ]);
  const noted = await inParallel(bucketNames(), AT_ONCE, (name) =>
    reviews(deps).withWordsOf(projectId, name, personId),
  );
  const hers = asked.filter(({ proposal }) => proposal.authorId === personId);
  const isNamed = choices.get(personId)?.form === "named";
  const exported = isNamed ? await exportRecords(deps).ofProject(projectId) : [];
  return {
    projectId,
    words: files.flatMap(({ thread, words }) =>
      words.filter((word) => word.authorId === personId && says(word)).map((word) => ({ thread, word })),
    ),
    proposals: hers.flatMap(({ proposal }) => (says(proposal) ? [proposal] : [])),
    answers: hers.flatMap(({ words }) => words.filter((word) => word.by === "author" && says(word))),
    seconds: asked.flatMap(({ seconds }) => seconds.filter((one) => one.annotatorId === personId && says(one))),
    reviews: noted.flat(),
    hasCredit: choices.has(personId),
    exportsNaming: exported.filter(({ state }) => state === "ready").map(({ exportId }) => exportId),
  };
};

/** How many things of each kind there are; nothing is left where all are zero. */
export const countsOf = ({ words, proposals: asked, answers, seconds, reviews: noted, hasCredit }: Traces) => ({
  words: words.length,
  proposals: asked.length + answers.length,
  seconds: seconds.length,
  reviews: noted.length,
  credits: hasCredit ? 1 : 0,
  recordings: [...words.map(({ word }) => word), ...asked, ...answers, ...seconds].filter(({ voice }) => voice).length,
});
