import type { AnnotatorId, ProjectId } from "../core/ids.ts";
import type { ItemHeader } from "../core/item.ts";
import { hasRole, type Membership } from "../core/membership.ts";
import {
  ANSWER_WITHIN_DAYS,
  ageDays,
  isUnanswered,
  type ProposalExample,
  type ProposalFile,
  type Second,
} from "../core/proposal.ts";
import { refuse } from "../core/refusal.ts";
import type { AuthorShape } from "./api/proposals.ts";
import { authorTags } from "./author-tag.ts";
import type { Deps } from "./deps.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import { inParallel } from "./in-parallel.ts";
import { shownItem } from "./media-url.ts";
import { items } from "./store/items.ts";
import { proposals } from "./store/proposals.ts";
import { shownVoice } from "./voice-notes.ts";

export type Shown = Reply<typeof endpoints.listProposals>["proposals"][number];

/** Headers are read so many at once. */
const HEADERS_AT_ONCE = 100;
/** Of a proposal so many seconds carry an example with an address. */
const EXAMPLES_SHOWN_MAX = 20;

/**
 * Proposals as one reader may see them. An annotator is not told who or how many seconded one that is unanswered, so
 * that whoever seconds gives her own view. Nobody is told a name that was not chosen.
 */
export const shownProposals = async (
  deps: Deps,
  projectId: ProjectId,
  files: readonly ProposalFile[],
  reader: Membership,
  seconds: "told" | "counted" = "told",
): Promise<readonly Shown[]> => {
  const tagOf = await authorTags(deps, projectId);
  const headers = await headersOf(
    deps,
    projectId,
    files.flatMap((file) => examplesIn(seconds === "told" ? file : { ...file, seconds: [] })),
  );
  return inParallel(files, 4, (file) => shown(deps, file, { reader, headers, tagOf, seconds }));
};

interface Reading {
  readonly reader: Membership;
  readonly headers: ReadonlyMap<string, ItemHeader>;
  readonly seconds: "told" | "counted";
  readonly tagOf: (personId: AnnotatorId, reader: AnnotatorId) => AuthorShape;
}

const shown = async (deps: Deps, { proposal, seconds, words }: ProposalFile, reading: Reading): Promise<Shown> => {
  const { reader, headers, tagOf } = reading;
  const { proposalId, kind, labels, names, definition, why, language, standing, createdAtMs } = proposal;
  const unanswered = isUnanswered(proposal);
  const days = ageDays(proposal, deps.now());
  // Whoever may second it gives her own view, also one who reviews besides.
  const isBlind = unanswered && hasRole(reader, ["annotator"]);
  const mayCount = !isBlind && (!unanswered || hasRole(reader, ["vendor", "reviewer"]));
  const shownSecond = async ({ annotatorId, example, note, voice, atMs }: Second, at: number) => ({
    author: tagOf(annotatorId, reader.personId),
    ...(example && at < EXAMPLES_SHOWN_MAX && { example: await shownExample(deps, headers, example) }),
    ...(note !== undefined && { note }),
    ...(voice && { voice: await shownVoice(deps, voice) }),
    atMs,
  });
  return {
    proposalId,
    kind,
    labels,
    ...(names && { names }),
    ...(definition !== undefined && { definition }),
    ...(why !== undefined && { why }),
    language,
    ...(proposal.voice && { voice: await shownVoice(deps, proposal.voice) }),
    example: await shownExample(deps, headers, proposal.example),
    author: tagOf(proposal.authorId, reader.personId),
    standing,
    createdAtMs,
    ageDays: days,
    isOverdue: unanswered && days >= ANSWER_WITHIN_DAYS,
    isSeconded: seconds.some(({ annotatorId }) => annotatorId === reader.personId),
    ...(mayCount && {
      secondCount: seconds.length,
      ...(reading.seconds === "told" && { seconds: await Promise.all(seconds.map(shownSecond)) }),
    }),
    words: await Promise.all(
      words.map(async ({ by, text, voice, atMs }) => ({
        by,
        ...(text !== undefined && { text }),
        ...(voice && { voice: await shownVoice(deps, voice) }),
        atMs,
      })),
    ),
  };
};

const examplesIn = ({ proposal, seconds }: ProposalFile): readonly ProposalExample[] => [
  proposal.example,
  ...seconds.slice(0, EXAMPLES_SHOWN_MAX).flatMap(({ example }) => example ?? []),
];

const headersOf = async (
  deps: Deps,
  projectId: ProjectId,
  examples: readonly ProposalExample[],
): Promise<ReadonlyMap<string, ItemHeader>> => {
  const ids = [...new Set(examples.map(({ itemId }) => itemId))];
  const pages = Array.from({ length: Math.ceil(ids.length / HEADERS_AT_ONCE) }, (_, page) =>
    ids.slice(page * HEADERS_AT_ONCE, (page + 1) * HEADERS_AT_ONCE),
  );
  const found = await inParallel(pages, 4, (page) => items(deps).findMany(projectId, page));
  return new Map(found.flat().map((header) => [header.itemId, header]));
};

const shownExample = async (
  deps: Deps,
  headers: ReadonlyMap<string, ItemHeader>,
  { itemId, region }: ProposalExample,
): Promise<Shown["example"]> => {
  const header = headers.get(itemId);
  const item = header && (await shownItem(deps, header));
  return {
    itemId,
    ...(region && { region }),
    ...(item?.url && { url: item.url }),
    ...(item?.text !== undefined && { text: item.text.slice(0, 400) }),
    ...(item && "width" in item.media && { width: item.media.width, height: item.media.height }),
  };
};

/** One of them, read again: what an endpoint answers that has changed it. */
export const oneShown = async (
  deps: Deps,
  projectId: ProjectId,
  proposalId: string,
  reader: Membership,
): Promise<Shown> => {
  const file = await proposals(deps).file(projectId, proposalId);
  if (!file) throw refuse("not-found", "no such proposal", { field: "path.proposalId", value: proposalId });
  const [found] = await shownProposals(deps, projectId, [file], reader);
  if (!found) throw new Error("one proposal in, none out");
  return found;
};
