import type { ItemHeader } from "../core/item.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { itemCard } from "./item-card.ts";
import { findProject } from "./project-shape.ts";
import { changeHeader } from "./steps/change-header.ts";
import { items } from "./store/items.ts";

const endpoint = endpoints.changePriority;

/**
 * Moves an item in the order in which items are handed out. Who holds it keeps it, and tickets sent already are handed
 * out first. A decided item takes its place when it is asked again. Sent twice, the second changes nothing.
 */
export const changePriority = async (
  deps: Deps,
  { path: { projectId, itemId }, body: { priority } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, projectId);
  if (project.state === "closed")
    throw refuse("project-closed", "this project is closed: nothing is handed out any more");
  const header = await items(deps).find(projectId, itemId);
  if (!header) throw refuse("not-found", "no such item", { field: "path.itemId", value: itemId });
  refuseUnlessAsked(header);
  if (header.priority === priority) return itemCard(deps, header);
  const { after } = await changeHeader(deps, project, itemId, ({ header: now }) => {
    refuseUnlessAsked(now);
    return { ...now, priority };
  });
  return itemCard(deps, after);
};

const refuseUnlessAsked = ({ state }: ItemHeader): void => {
  if (state === "rejected" || state === "replaced")
    throw refuse("conflict", `this item is ${state}: nobody is ever asked for it`, { value: state });
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), changePriority));
