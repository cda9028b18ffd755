import type { ItemHeader } from "../core/item.ts";
import { transition } from "../core/progress.ts";
import { refuse } from "../core/refusal.ts";
import { reopened } from "../core/review.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { itemCard } from "./item-card.ts";
import { findProject } from "./project-shape.ts";
import { changeHeader } from "./steps/change-header.ts";
import { items } from "./store/items.ts";
import { reviews } from "./store/reviews.ts";
import { stats } from "./store/stats.ts";

const endpoint = endpoints.reopenItem;

/**
 * Ends the round: the next one asks again, everybody anew. An answer that is still under way in the round that ended is
 * stored there and paid. Sent twice, the second finds the next round and is refused: nothing is re-opened twice.
 */
export const reopenItem = async (
  deps: Deps,
  { path: { projectId, itemId }, body, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  if (project.state === "closed")
    throw refuse("project-closed", "this project is closed: nobody can be asked any more");
  const header = await items(deps).find(projectId, itemId);
  if (!header) throw refuse("not-found", "no such item", { field: "path.itemId", value: itemId });
  refuseUnlessDecided(header, body.round);

  await reviews(deps).record(projectId, itemId, {
    kind: "reopened",
    reviewId: deps.newId(),
    round: body.round,
    reviewerId: person.personId,
    atMs: deps.now(),
    reason: body.reason,
  });
  const changed = await changeHeader(deps, project, itemId, ({ header: now }) => {
    refuseUnlessDecided(now, body.round);
    return reopened(now);
  });
  await stats(deps).add(projectId, transition(changed.before.state, changed.after.state));
  return itemCard(deps, changed.after);
};

const refuseUnlessDecided = ({ state, round }: ItemHeader, asked: number): void => {
  if (round !== asked)
    throw refuse("conflict", "the item was re-opened meanwhile: look at it again", {
      field: "body.round",
      value: String(asked),
      allowed: String(round),
    });
  if (state === "open" || state === "rejected" || state === "replaced")
    throw refuse("conflict", `this item is ${state}: only a decided one can be re-opened`, { value: state });
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), reopenItem));
