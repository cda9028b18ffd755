import type { ItemId } from "../../core/ids.ts";
import { freeSlots } from "../../core/item.ts";
import { type Counts, transition } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import type { AffectedItem } from "../../core/relabelling.ts";
import { reopened } from "../../core/review.ts";
import type { Deps } from "../deps.ts";
import { items } from "../store/items.ts";
import { type Review, reviews } from "../store/reviews.ts";

export type StartedRound =
  | { readonly state: "started"; readonly change: Partial<Counts> }
  /** The round that was to end has ended already: by this plan, when a step is done again, or by a reviewer. */
  | { readonly state: "moved-on" };

const ATTEMPTS = 8;

/**
 * Ends an item's round and starts the next, in which everybody is asked anew, and paid. The record comes first and is
 * written once, so that whoever looks back finds why; then the header, if it is still in the round that was listed.
 * Done again after a cut, it goes on where it stopped, and starts no second round.
 */
export const startRound = async (
  deps: Deps,
  { projectId, overlap }: Pick<Project, "projectId" | "overlap">,
  { itemId, round }: AffectedItem,
  why: Pick<Extract<Review, { kind: "reopened" }>, "reviewId" | "reviewerId" | "reason">,
): Promise<StartedRound> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await items(deps).findWithAnnotations(projectId, itemId);
    if (!read) throw gone(projectId, itemId);
    const { header } = read;
    const isOutOfUse = header.state === "rejected" || header.state === "replaced";
    if (header.round !== round || isOutOfUse) return { state: "moved-on" };
    await reviews(deps).recordOnce(projectId, itemId, { kind: "reopened", ...why, round, atMs: deps.now() });
    const next = reopened(header);
    const written = await items(deps).replace(next, header.ver, freeSlots(next, overlap) > 0);
    if (written === "replaced") return { state: "started", change: transition(header.state, next.state) };
  }
  throw new Error(`item ${itemId}: too many are answering it just now; the queue brings it back`);
};

const gone = (projectId: string, itemId: ItemId) => new Error(`item ${itemId} of ${projectId} was listed and is gone`);
