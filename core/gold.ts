import type { Annotation } from "./annotation.ts";
import type { Assignment } from "./assignment.ts";
import type { AnnotatorId, ItemId } from "./ids.ts";
import type { ItemHeader } from "./item.ts";

/**
 * An item whose answer is known, since a reviewer settled it in this round. It is handed out unseen among the others, and
 * what is said of it teaches skills. Nothing about it touches the item: no claim, no header, no count (I9).
 */
export interface GoldItem {
  readonly itemId: ItemId;
  /** The round that was settled. Re-opened, the item is gold no more, and what was said of it teaches nothing. */
  readonly round: number;
  /** Somebody has spoken of it, where others read it: nobody further is given it. It goes on teaching. */
  readonly asked?: true;
}

/** At once in a project: enough to know people by, few enough for one row. */
export const GOLD_ITEMS_MAX = 30;
/** One item of full packets in so many is gold, by chance, for as long as there is gold that she has not met. */
export const GOLD_EVERY = 20;

/** Whether the answer of an item is known in its round: settled by a reviewer, and in use. */
export const isSettled = ({ state, consensus }: Pick<ItemHeader, "state" | "consensus">): boolean =>
  consensus?.reviewed === true && state === consensus.state;

/** Whether this item may still be handed out, and learned from, as gold. */
export const isGold = (
  { itemId, round }: GoldItem,
  header: Pick<ItemHeader, "itemId" | "state" | "consensus" | "round">,
): boolean => header.itemId === itemId && header.round === round && isSettled(header);

/** Whether one item of a packet of so many is to be gold. `draw`: by chance, from 0 to below 1. */
export const isGoldDue = (draw: number, packetItems: number): boolean => draw < packetItems / GOLD_EVERY;

type Returned = Pick<Assignment, "items" | "released">;

/** Gold that she gave back, or let run out, the newest first: asked again she is given it again. */
export const goldGivenBack = (newest: readonly Returned[]): readonly ItemId[] =>
  newest.flatMap(({ items, released }) =>
    items.flatMap(({ itemId, gold }) => (gold && released.includes(itemId) ? [itemId] : [])),
  );

/** Whether some of these items were given back by her in a packet that had no gold: a stranger among them would be it. */
export const comesBackWithoutGold = (
  newest: readonly Returned[],
  wanted: readonly Pick<ItemHeader, "itemId">[],
): boolean =>
  newest.some(
    ({ items, released }) => !items.some(({ gold }) => gold) && wanted.some(({ itemId }) => released.includes(itemId)),
  );

/** Nobody meets as gold what she holds or has answered in any round: she would know it, or be asked twice. */
export const mayMeet = (
  header: Pick<ItemHeader, "claims">,
  annotations: readonly Pick<Annotation, "annotatorId">[],
  annotatorId: AnnotatorId,
): boolean => !(annotatorId in header.claims) && !annotations.some((one) => one.annotatorId === annotatorId);

/** A packet with gold in it, at a place by chance. It takes the last one's place where the packet is full: no packet is longer for it. */
export const withGold = <Item>(
  items: readonly Item[],
  gold: Item,
  { packetItems, draw }: { readonly packetItems: number; readonly draw: number },
): readonly Item[] => {
  const kept = items.slice(0, packetItems - 1);
  return kept.toSpliced(Math.floor(draw * (kept.length + 1)), 0, gold);
};
