import type { ItemId } from "../core/ids.ts";
import { everInForce, type InstructionVersion } from "../core/instruction-version.ts";
import type { ItemHeader } from "../core/item.ts";
import { hasRole, type Membership } from "../core/membership.ts";
import { refuse } from "../core/refusal.ts";
import {
  type Hiding,
  hidingOf,
  mayRead,
  type Speaker,
  type ThreadFile,
  type ThreadWord,
  unansweredSinceMs,
} from "../core/thread.ts";
import type { AuthorShape } from "./api/proposals.ts";
import { authorTags } from "./author-tag.ts";
import type { Deps } from "./deps.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import { shownItem } from "./media-url.ts";
import { findProject } from "./project-shape.ts";
import { instructionVersions } from "./store/instruction-versions.ts";
import { items } from "./store/items.ts";
import { threads } from "./store/threads.ts";
import { shownVoice } from "./voice-notes.ts";

type Shown = Reply<typeof endpoints.getThread>;

/** As whom a member speaks: whoever is a vendor here answers as one. */
export const speakerOf = ({ roles }: Pick<Membership, "roles">): Speaker =>
  roles.includes("vendor") ? "vendor" : roles.includes("annotator") ? "annotator" : "reviewer";

/**
 * Questions as one reader may see them: those that wait first, the longest wait before the others, then the answered
 * ones by what was said last. What is hidden from her is left out here, and nowhere else.
 */
export const shownThreads = async (
  deps: Deps,
  files: readonly ThreadFile[],
  reader: Membership,
): Promise<readonly Shown[]> => {
  const { projectId } = reader;
  const [tagOf, project, outlines] = await Promise.all([
    authorTags(deps, projectId),
    findProject(deps, projectId),
    instructionVersions(deps).outlines(projectId),
  ]);
  const became = everInForce(outlines, project.instructions.version);
  const headers = hasRole(reader, ["vendor", "reviewer"]) ? await headersOf(deps, projectId, files) : NO_HEADERS;
  const reading = { reader, tagOf, became, headers };
  const shown = await Promise.all(files.map((file) => shownThread(deps, file, reading)));
  return [...shown].sort(byWaiting);
};

const byWaiting = (one: Shown, other: Shown): number => {
  if (one.waitsSinceMs !== undefined && other.waitsSinceMs !== undefined) return one.waitsSinceMs - other.waitsSinceMs;
  if (one.waitsSinceMs !== undefined || other.waitsSinceMs !== undefined)
    return one.waitsSinceMs === undefined ? 1 : -1;
  return (other.words.at(-1)?.atMs ?? 0) - (one.words.at(-1)?.atMs ?? 0);
};

const NO_HEADERS: ReadonlyMap<ItemId, ItemHeader> = new Map();
/** So many are read at once. */
const HEADERS_AT_ONCE = 100;
/** So much of a text shows what it is about. */
const TEXT_SHOWN_MAX = 400;

/** Of the items that questions are about. Annotators get none: each sees the items that she is handed. */
const headersOf = async (
  deps: Deps,
  projectId: Membership["projectId"],
  files: readonly ThreadFile[],
): Promise<ReadonlyMap<ItemId, ItemHeader>> => {
  const ids = files.flatMap(({ thread: { anchor } }) => (anchor.kind === "item" ? [anchor.itemId] : []));
  const found: ItemHeader[] = [];
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += HEADERS_AT_ONCE) {
    found.push(...(await items(deps).findMany(projectId, wanted.slice(from, from + HEADERS_AT_ONCE))));
  }
  return new Map(found.map((header) => [header.itemId, header]));
};

const shownAnchor = async (deps: Deps, header: ItemHeader | undefined): Promise<Shown["item"]> => {
  const item = header && (await shownItem(deps, header));
  if (!item) return undefined;
  const { url, text } = item;
  return { ...(url && { url }), ...(text !== undefined && { text: text.slice(0, TEXT_SHOWN_MAX) }) };
};

interface Reading {
  readonly headers: ReadonlyMap<ItemId, ItemHeader>;
  readonly reader: Membership;
  readonly tagOf: (personId: Membership["personId"], reader: Membership["personId"]) => AuthorShape;
  /** Versions of the instructions that came into force, newest first. */
  readonly became: readonly Omit<InstructionVersion, "text">[];
}

const shownThread = async (
  deps: Deps,
  { thread, words, hidings }: ThreadFile,
  { reader, tagOf, became, headers }: Reading,
): Promise<Shown> => {
  const { threadId, anchor, first } = thread;
  const made = became.find(({ because }) => because && "threadId" in because && because.threadId === threadId);
  const waitsSinceMs = unansweredSinceMs({ words, hidings }, made?.atMs);
  const shownWord = async (word: ThreadWord): Promise<Shown["words"][number]> => {
    const { wordId, authorId, speaker, text, language, voice, atMs } = word;
    const hiding = hidingOf(hidings, wordId);
    const readable = mayRead(word, hiding, { personId: reader.personId, speaker: speakerOf(reader) });
    return {
      wordId,
      speaker,
      ...(speaker !== "vendor" && { author: tagOf(authorId, reader.personId) }),
      isMe: authorId === reader.personId,
      ...(readable && text !== undefined && { text }),
      language,
      ...(readable && voice && { voice: await shownVoice(deps, voice) }),
      atMs,
      ...(hiding && { hidden: shownHiding(hiding) }),
    };
  };
  const item = anchor.kind === "item" ? await shownAnchor(deps, headers.get(anchor.itemId)) : undefined;
  return {
    threadId,
    anchor,
    ...(item && { item }),
    openedAtMs: first.atMs,
    words: await Promise.all(words.map(shownWord)),
    ...(waitsSinceMs !== undefined && { waitsSinceMs, waitsDays: daysBetween(waitsSinceMs, deps.now()) }),
    ...(made && { instructionsVersion: made.version }),
  };
};

/** Which vendor it was is nobody's business: the vendor answers for it. */
const shownHiding = (hiding: Hiding): NonNullable<Shown["words"][number]["hidden"]> =>
  hiding.by === "author"
    ? { by: hiding.by, atMs: hiding.atMs }
    : { by: hiding.by, ground: hiding.ground, reason: hiding.reason, atMs: hiding.atMs };

const daysBetween = (fromMs: number, toMs: number): number => Math.max(0, Math.floor((toMs - fromMs) / 86_400_000));

/** The question of the path. */
export const findThread = async (
  deps: Deps,
  projectId: Membership["projectId"],
  threadId: string,
): Promise<ThreadFile> => {
  const file = await threads(deps).file(projectId, threadId);
  if (!file) throw refuse("not-found", "no such question", { field: "path.threadId", value: threadId });
  return file;
};

/** One of them, read again: what an endpoint answers that has added to it. */
export const oneThread = async (deps: Deps, threadId: string, reader: Membership): Promise<Shown> => {
  const [shown] = await shownThreads(deps, [await findThread(deps, reader.projectId, threadId)], reader);
  if (!shown) throw new Error("one question in, none out");
  return shown;
};
