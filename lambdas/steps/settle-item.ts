import type { Skills } from "../../core/consensus/index.ts";
import { claimsWithout, currentCounted, decide, type HeardAnnotation } from "../../core/decide.ts";
import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader } from "../../core/item.ts";
import type { Tool } from "../../core/ontology.ts";
import type { Crosswalk } from "../../core/ontology-change/crosswalk.ts";
import { type Counts, transition } from "../../core/progress.ts";
import type { ConfidenceTarget, Overlap } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import type { StoredAnnotation } from "../store/annotations.ts";
import { type ItemWithAnnotations, items } from "../store/items.ts";
import { withAnswers } from "./large-answers.ts";

/** What deciding needs to know of the project. */
export interface Settling {
  readonly projectId: ProjectId;
  readonly overlap: Overlap;
  readonly confidenceTarget: ConfidenceTarget;
  readonly tools: readonly Tool[];
  readonly crosswalk: Crosswalk;
  readonly skills: Skills;
}

export interface SettleOptions {
  /** What the caller has read already, his own row added: saves the first read. */
  readonly read?: ItemWithAnnotations;
  /** A claim to give back: dropped only by this assignment's token, and only if its holder has not answered. */
  readonly giveBack?: { readonly annotatorId: AnnotatorId; readonly token: AssignmentId };
  /** Fetch large answers when the decision hangs on them. Without, the answer is `answers-wanted`. */
  readonly fetchAnswers?: boolean;
  /**
   * Leave the row alone when nothing would change. Only for rows older than reconcile's grace: a writer must raise `ver`
   * even if its decision is the one that stands, or a neighbour who read before it would overwrite without having seen it.
   */
  readonly leaveAlike?: boolean;
}

export type Settled =
  | {
      readonly state: "settled";
      readonly header: ItemHeader;
      /** Those that the decision saw. */
      readonly annotations: readonly StoredAnnotation[];
      readonly change: Partial<Counts>;
    }
  | { readonly state: "answers-wanted" | "contended" | "gone" };

const ATTEMPTS = 5;

/**
 * Read the item with its annotations, decide, write the header if it is still the one that was read; again when it is
 * not. The only way in which a header learns of an answer or loses a claim (I5), used by submit, release, retry,
 * reconcile and scrub alike.
 */
export const settleItem = async (
  deps: Deps,
  settling: Settling,
  itemId: ItemId,
  options: SettleOptions = {},
): Promise<Settled> => {
  const { projectId, overlap } = settling;
  let { read } = options;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const item = read ?? (await items(deps).findWithAnnotations(projectId, itemId));
    if (!item) return { state: "gone" };
    const next = await nextHeader(deps, settling, item, options);
    if (!next) return { state: "answers-wanted" };
    const change = transition(item.header.state, next.state);
    const { annotations } = item;
    if (options.leaveAlike && isAlike(item.header, next))
      return { state: "settled", header: item.header, annotations, change };
    const written = await items(deps).replace(next, item.header.ver, freeSlots(next, overlap) > 0);
    if (written === "replaced") {
      return { state: "settled", header: { ...next, ver: item.header.ver + 1 }, annotations, change };
    }
    read = undefined;
    await deps.pause(deps.random() * 25 * attempt);
  }
  return { state: "contended" };
};

const nextHeader = async (
  deps: Deps,
  settling: Settling,
  { header, annotations }: ItemWithAnnotations,
  { giveBack, fetchAnswers }: SettleOptions,
): Promise<ItemHeader | undefined> => {
  const claims = claimsWithout(
    header.claims,
    (annotatorId, token) => annotatorId === giveBack?.annotatorId && token === giveBack.token,
  );
  const decideOn = (heard: readonly HeardAnnotation[]) =>
    decide({ ...header, claims }, heard, settling, settling.skills);
  const decision = decideOn(annotations);
  if (decision.state === "decided") return decision.header;
  if (!fetchAnswers) return undefined;
  const current = currentCounted(annotations.filter(({ round }) => round === header.round));
  const others = annotations.filter((one) => !current.includes(one));
  const fetched = decideOn([...(await withAnswers(deps, current)), ...others]);
  if (fetched.state === "decided") return fetched.header;
  throw new Error(`item ${header.itemId}: still wants answers with all of them there`);
};

/** Both come from the same row, so their keys stand in the same order. */
const isAlike = (a: ItemHeader, b: ItemHeader): boolean =>
  a.state === b.state &&
  a.overlapWanted === b.overlapWanted &&
  a.doubted === b.doubted &&
  a.snapshot === b.snapshot &&
  JSON.stringify([a.claims, a.answeredBy, a.consensus]) === JSON.stringify([b.claims, b.answeredBy, b.consensus]);
