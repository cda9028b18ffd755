import type { ItemId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader } from "../../core/item.ts";
import type { Project } from "../../core/project.ts";
import { refuse } from "../../core/refusal.ts";
import type { Deps } from "../deps.ts";
import { type ItemWithAnnotations, items } from "../store/items.ts";

const ATTEMPTS = 5;

/** A person's change of a header: read, change, write if it is still the one that was read, again if not. */
export const changeHeader = async (
  deps: Deps,
  { projectId, overlap }: Project,
  itemId: ItemId,
  change: (read: ItemWithAnnotations) => ItemHeader,
): Promise<{ readonly before: ItemHeader; readonly after: ItemHeader }> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await items(deps).findWithAnnotations(projectId, itemId);
    if (!read) throw refuse("not-found", "no such item", { field: "path.itemId", value: itemId });
    const after = change(read);
    const { header: before } = read;
    const written = await items(deps).replace(after, before.ver, freeSlots(after, overlap) > 0);
    if (written === "replaced") return { before, after: { ...after, ver: before.ver + 1 } };
    await deps.pause(deps.random() * 25 * attempt);
  }
  throw refuse("slow-down", "many are answering this item just now: try again");
};
