import type { Answer } from "../../../core/annotation.ts";
import type { AssignmentShape } from "../../../lambdas/api/work.ts";
import type { Draft } from "../engine/editor.ts";

export type ShownItem = AssignmentShape["items"][number];

/** One item in her hands, in order of showing: what she answered before, what she sees now, what comes. */
export interface Entry {
  readonly assignmentId: string;
  readonly item: ShownItem;
  readonly ontology: AssignmentShape["ontology"];
  /** Its place in the packet it came with, from 1; 0 for one that she took back from her history. */
  readonly position: number;
  readonly total: number;
  /** As given last; absent while she has not answered. */
  readonly answer?: Answer;
  /** Of the answer given last, while the server has not stored it under a revision. */
  readonly submissionId?: string;
  /** Of the answer stored last. */
  readonly revision?: number;
  /** What she had drawn and chosen before the page was closed. */
  readonly draft?: Draft;
}

export const keyOf = ({ itemId, round }: { readonly itemId: string; readonly round: number }): string =>
  `${itemId} ${round}`;

/** Entries that stay at hand for going back; older ones are in the history. */
const BEHIND_MAX = 60;

export const unanswered = (entries: readonly Entry[]): readonly Entry[] => entries.filter((entry) => !entry.answer);

/** Where to go after an answer at `at`: the next one without an answer, else the first of those skipped, else none. */
export const nextOpen = (entries: readonly Entry[], at: number): number | undefined => {
  const after = entries.findIndex((entry, index) => index > at && !entry.answer);
  if (after !== -1) return after;
  const first = entries.findIndex((entry) => !entry.answer);
  return first === -1 ? undefined : first;
};

export const change = (entries: readonly Entry[], key: string, part: Partial<Entry>): readonly Entry[] =>
  entries.map((entry) => (keyOf(entry.item) === key ? { ...entry, ...part } : entry));

/** Takes the answer back out: she sees it as a draft again. */
export const reopened = (entries: readonly Entry[], key: string, draft: Draft): readonly Entry[] =>
  entries.map((entry) => {
    if (keyOf(entry.item) !== key) return entry;
    const { answer: _, submissionId: __, ...rest } = entry;
    return { ...rest, draft };
  });

export interface Known {
  readonly draft?: Draft | undefined;
  /** An answer that waits on this device. */
  readonly queued?: { readonly answer: Answer; readonly submissionId: string } | undefined;
}

/**
 * The items of an assignment behind those at hand. After a reload the assignment comes again: what was answered is
 * left out, what still waits on the device is there with its answer, and fresh addresses replace old ones.
 */
export const joined = (
  entries: readonly Entry[],
  assignment: AssignmentShape,
  known: ReadonlyMap<string, Known>,
): readonly Entry[] => {
  const { assignmentId, ontology, items } = assignment;
  const done = new Set<string>(assignment.done);
  const here = new Map(entries.map((entry) => [keyOf(entry.item), entry]));
  const renewed = new Map(items.map((item) => [keyOf(item), item]));
  const kept = entries.map((entry) => {
    const item = renewed.get(keyOf(entry.item));
    return item ? { ...entry, item, assignmentId } : entry;
  });
  const fresh = items.flatMap((item, index): readonly Entry[] => {
    if (here.has(keyOf(item)) || done.has(item.itemId)) return [];
    const { draft, queued } = known.get(keyOf(item)) ?? {};
    const entry = { assignmentId, item, ontology, position: index + 1, total: items.length };
    return [{ ...entry, ...(draft ? { draft } : {}), ...(queued ?? {}) }];
  });
  return [...kept, ...fresh];
};

/** Drops what lies far behind; gives the entries and where `at` went. */
export const trimmed = (entries: readonly Entry[], at: number): { entries: readonly Entry[]; at: number } => {
  const drop = Math.max(0, at - BEHIND_MAX);
  const mayGo = entries.slice(0, drop).every((entry) => entry.answer);
  return drop > 0 && mayGo ? { entries: entries.slice(drop), at: at - drop } : { entries, at };
};
