import type { AssignedItem, Assignment } from "../core/assignment.ts";
import { isGold } from "../core/gold.ts";
import { type ItemId, parseAssignmentId } from "../core/ids.ts";
import type { ItemHeader } from "../core/item.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { shownItem } from "./media-url.ts";
import { loadAnswer } from "./steps/large-answers.ts";
import { settledAnswer } from "./steps/settled-answer.ts";
import { annotations, type StoredAnnotation } from "./store/annotations.ts";
import { assignments } from "./store/assignments.ts";
import { goldAnswers } from "./store/gold-answers.ts";
import { items } from "./store/items.ts";
import { memberships } from "./store/memberships.ts";

const endpoint = endpoints.history;
/** Beside her own answers on a page. */
const KNOWN_LENGTH_MAX = 64 * 1_024;
type Page = Reply<typeof endpoint>;

/** Assignments walked for one page: up to 100 answers. */
const ASSIGNMENTS = 5;
/** Below the 6 MB that a function may answer with (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const SHOWN_BYTES_MAX = 4 * 1_048_576;

/**
 * Her own answers in a project as they stand, newest first: her assignments walked backwards, so it needs no index. One
 * who has left still sees what she said, without the media.
 */
export const history = async (
  deps: Deps,
  { path: { projectId }, query, person: { personId } }: Request<typeof endpoint>,
): Promise<Page> => {
  const membership = await memberships(deps).find(personId, projectId);
  if (!membership) throw refuse("not-found", "no such project");
  const { found, before } = await assignments(deps).newestFirst(personId, projectId, {
    before: cursorOf(query.cursor),
    limit: ASSIGNMENTS,
  });
  const current = (await inParallel(found, ASSIGNMENTS, (assignment) => currentOf(deps, assignment))).flat();
  const { shown, tooLarge } = await whatFits(deps, current);
  const isThere = membership.state === "active";
  // Of gold she is told also after she has left.
  const headers = await headersOf(
    deps,
    projectId,
    isThere ? shown : shown.filter(({ annotation }) => annotation.wasGold),
  );
  const entries = await inParallel(shown, 10, async ({ annotation, answer }) => {
    const { itemId, assignmentId, round, revision, acceptedAtMs, wasGold } = annotation;
    const header = headers.get(itemId);
    const media = isThere && header && (await shownItem(deps, { ...header, round }));
    return {
      ...{ itemId, assignmentId, round, revision, answer, acceptedAtMs },
      ...(wasGold && { gold: await toldOfGold(deps, header, annotation) }),
      ...(media && { shown: media }),
    };
  });
  return {
    annotations: entries,
    ...(tooLarge > 0 && { answersTooLarge: tooLarge }),
    ...(before && { cursor: before }),
  };
};

const cursorOf = (cursor: string | undefined): Assignment["assignmentId"] | undefined => {
  const before = cursor === undefined ? undefined : parseAssignmentId(cursor);
  if (cursor !== undefined && !before)
    throw refuse("bad-request", "this cursor is none that was given", { field: "query.cursor", value: cursor });
  return before;
};

type Own = StoredAnnotation & { readonly wasGold: boolean };

/** Of each item the revision in force, newest first. An answer stands under the assignment it was first given in. */
const currentOf = async (deps: Deps, assignment: Assignment): Promise<readonly Own[]> => {
  const found = await inParallel(assignment.items, 5, async (assigned) => {
    const own = await ownOf(deps, assignment, assigned);
    if (own[0]?.assignmentId !== assignment.assignmentId) return [];
    return own.slice(-1).map((one) => ({ ...one, wasGold: assigned.gold === true }));
  });
  return found.flat().sort((a, b) => b.acceptedAtMs - a.acceptedAtMs);
};

const ownOf = (
  deps: Deps,
  { annotatorId, assignmentId, projectId }: Assignment,
  { itemId, round, gold }: AssignedItem,
): Promise<readonly StoredAnnotation[]> =>
  gold
    ? goldAnswers(deps).ofAssigned(projectId, { itemId, round, annotatorId, assignmentId })
    : annotations(deps).ofAnnotator(projectId, itemId, round, annotatorId);

/** Nobody is left in the dark: what is known of it, so that she may object. Re-opened since, nothing is known any more. */
const toldOfGold = async (
  deps: Deps,
  header: ItemHeader | undefined,
  { itemId, round }: StoredAnnotation,
): Promise<NonNullable<Page["annotations"][number]["gold"]>> => {
  const known = header && isGold({ itemId, round }, header) ? await settledAnswer(deps, header) : undefined;
  if (!known) return {};
  return JSON.stringify(known).length > KNOWN_LENGTH_MAX ? { knownTooLarge: true } : { known };
};

interface Shown {
  readonly annotation: Own;
  readonly answer: Awaited<ReturnType<typeof loadAnswer>>;
}

/** Large answers are left out when the page is full; each can be corrected all the same. */
const whatFits = async (
  deps: Deps,
  current: readonly Own[],
): Promise<{ readonly shown: readonly Shown[]; readonly tooLarge: number }> => {
  const shown: Shown[] = [];
  let bytes = 0;
  for (const annotation of current) {
    const size = "answer" in annotation ? JSON.stringify(annotation.answer).length : annotation.answerBytes;
    if (bytes + size > SHOWN_BYTES_MAX) continue;
    bytes += size;
    shown.push({ annotation, answer: await loadAnswer(deps, annotation) });
  }
  return { shown, tooLarge: current.length - shown.length };
};

const headersOf = async (
  deps: Deps,
  projectId: Assignment["projectId"],
  shown: readonly Shown[],
): Promise<ReadonlyMap<ItemId, ItemHeader>> => {
  const itemIds = [...new Set(shown.map(({ annotation }) => annotation.itemId))];
  const headers = itemIds.length > 0 ? await items(deps).findMany(projectId, itemIds) : [];
  return new Map(headers.map((header) => [header.itemId, header]));
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), history));
