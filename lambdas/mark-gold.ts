import { GOLD_ITEMS_MAX, type GoldItem, isGold, isSettled } from "../core/gold.ts";
import type { ProjectId } from "../core/ids.ts";
import type { ItemHeader } from "../core/item.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { findProject } from "./project-shape.ts";
import { goldItems } from "./store/gold-items.ts";
import { items } from "./store/items.ts";

const endpoint = endpoints.markGold;
/** The only writers beside it are the vendor's other pages. */
const ATTEMPTS = 5;
/** Headers read at once. */
const AT_ONCE = 10;

/**
 * Makes a settled item gold, or takes it back: it is then handed out unseen to people who have not answered it, and what
 * they say teaches skills. The item itself stays as it is. Sent twice, the second changes nothing.
 */
export const markGold = async (
  deps: Deps,
  { path: { projectId, itemId }, body: { gold } }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  await findProject(deps, projectId);
  const header = await items(deps).find(projectId, itemId);
  if (!header) throw refuse("not-found", "no such item", { field: "path.itemId", value: itemId });
  if (gold) refuseUnlessSettled(header);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { listed, ver } = await goldItems(deps).find(projectId);
    const isListed = listed.some((one) => isGold(one, header));
    if (isListed === gold) return { itemId, gold };
    const others = listed.filter((one) => one.itemId !== itemId);
    const next = gold ? [...(await inForce(deps, projectId, others)), { itemId, round: header.round }] : others;
    if (next.length > GOLD_ITEMS_MAX)
      throw refuse("conflict", "there is as much gold as can be: take another item back first", {
        value: String(next.length),
        allowed: `${GOLD_ITEMS_MAX} items at most`,
      });
    if ((await goldItems(deps).replace(projectId, next, ver)) === "replaced") return { itemId, gold };
  }
  throw refuse("conflict", "somebody else is choosing gold just now: try again");
};

const refuseUnlessSettled = (header: ItemHeader): void => {
  if (isSettled(header)) return;
  throw refuse("conflict", "the answer of gold is known: a reviewer settles the item first", {
    field: "path.itemId",
    value: header.state,
    allowed: "an item that a reviewer has settled in its round",
  });
};

/** What was re-opened since then leaves its place to others. */
const inForce = async (deps: Deps, projectId: ProjectId, listed: readonly GoldItem[]): Promise<readonly GoldItem[]> => {
  const looked = await inParallel(listed, AT_ONCE, async (gold) => {
    const header = await items(deps).find(projectId, gold.itemId);
    return header && isGold(gold, header) ? [gold] : [];
  });
  return looked.flat();
};

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), markGold));
