import type { ItemState } from "../core/item.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { itemCard } from "./item-card.ts";
import { allGold, type ItemPage, pageInState, pageOfAll, type Wanted } from "./item-pages.ts";
import { LISTED } from "./store/item-row.ts";

const endpoint = endpoints.listItems;
const LIMIT = 50;
const CARDS_AT_ONCE = 25;

/** A page may hold fewer than asked for, even none, and still have a cursor: the end is where there is no cursor. */
export const listItems = async (
  deps: Deps,
  { path, query }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { state, cursor, limit = LIMIT } = query;
  const wanted = { projectId: path.projectId, cursor, limit };
  const page = await pageOf(deps, wanted, state);
  const cards = await inParallel(page.headers, CARDS_AT_ONCE, (header) => itemCard(deps, header));
  return { items: cards, ...(page.cursor && { cursor: page.cursor }) };
};

const pageOf = (deps: Deps, wanted: Wanted, state: ItemState | "gold" | undefined): Promise<ItemPage> => {
  if (state === "gold") return allGold(deps, wanted);
  return isIndexed(state) ? pageInState(deps, wanted, state) : pageOfAll(deps, wanted, state);
};

const isIndexed = (state: ItemState | undefined): state is ItemState => state !== undefined && LISTED.includes(state);

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), listItems));
