import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "../../core/ids.ts";
import { CONSENSUS_STATES, type ItemHeader, type ItemState } from "../../core/item.ts";
import { headerKey } from "./item-keys.ts";
import { B, idOf, J, jsonOf, N, numberOf, oneOf, type Row, S, textOf } from "./row.ts";
import { SHARDS } from "./table.ts";

const STATES: readonly ItemState[] = [...CONSENSUS_STATES, "rejected", "replaced"];
/** States whose items wait for a person, or that a vendor looks for by name; agreed ones are too many to index. */
export const LISTED: readonly ItemState[] = ["contested", "none_fit", "cant_tell", "unusable", "rejected"];

export const backlogShardOf = (itemId: ItemId): string =>
  ((itemId.charCodeAt(18) * 31 + itemId.charCodeAt(19)) % SHARDS.backlog).toString(16);
export const backlogKey = (projectId: ProjectId, shard: string): string => `B#${projectId}#${shard}`;

/**
 * Where an item stands in the backlog: by priority, then in an order that has nothing to do with the bucket of its rows,
 * which its first letters say. In the order of ids a crowd would work its way through one bucket after the other.
 */
export const backlogOrder = ({ priority, itemId, round }: Pick<ItemHeader, "priority" | "itemId" | "round">): string =>
  `${String(priority).padStart(2, "0")}~${turned(itemId)}#${round}`;

/** Its halves changed about; twice is as before. */
const turned = (itemId: string): string => itemId.slice(10) + itemId.slice(0, 10);

/** The item of a place in the backlog, and its round. Rows of earlier versions have `#` after the priority, and the id as it is. */
export const placeInBacklog = (bs: string): Pick<ItemHeader, "itemId" | "round"> => {
  const name = bs.slice(3, 23);
  return { itemId: (bs.charAt(2) === "~" ? turned(name) : name) as ItemId, round: Number(bs.slice(24)) };
};

/** `backlog`: whether it still has a free slot. The caller decides (core `freeSlots`); the row carries the index keys for it. */
export const headerToRow = (header: ItemHeader, backlog: boolean): Row => {
  const { projectId, itemId, claims, answeredBy, consensus, media, source, rejection, replacement, duplicateOf } =
    header;
  return {
    ...headerKey(projectId, itemId),
    ver: N(header.ver),
    round: N(header.round),
    state: S(header.state),
    wanted: N(header.overlapWanted),
    ...(header.doubted && { doubted: B(true) }),
    priority: N(header.priority),
    claims: { M: Object.fromEntries(Object.entries(claims).map(([annotator, token]) => [annotator, S(token)])) },
    by: { L: answeredBy.map(S) },
    snapshot: N(header.snapshot),
    source: J(source),
    createdAtMs: N(header.createdAtMs),
    ...(consensus && { consensus: J(consensus) }),
    ...(media && { media: J(media) }),
    ...(rejection && { rejection: J(rejection) }),
    ...(replacement && { replacement: J(replacement) }),
    ...(duplicateOf && { duplicateOf: S(duplicateOf) }),
    ...(header.replacedAtMs && { replacedAtMs: N(header.replacedAtMs) }),
    ...(backlog && {
      bk: S(backlogKey(projectId, backlogShardOf(itemId))),
      bs: S(backlogOrder(header)),
    }),
    ...((LISTED.includes(header.state) || replacement) && {
      ik: S(`IT#${projectId}#${replacement ? "replacement" : header.state}`),
      is: S(itemId),
    }),
  };
};

/** Its key says which item it is of which project; rows of earlier versions say it twice. */
export const headerFromRow = (row: Row): ItemHeader => ({
  projectId: textOf(row, "pk").slice(2, -3) as ProjectId,
  itemId: textOf(row, "sk").slice(0, -2) as ItemId,
  ver: numberOf(row, "ver"),
  round: numberOf(row, "round"),
  state: oneOf(row, "state", STATES),
  overlapWanted: numberOf(row, "wanted"),
  ...(row["doubted"] && { doubted: true as const }),
  priority: numberOf(row, "priority"),
  claims: Object.fromEntries(
    Object.entries(row["claims"]?.M ?? {}).map(([annotator, token]) => [annotator, (token.S ?? "") as AssignmentId]),
  ),
  answeredBy: (row["by"]?.L ?? []).map((one) => (one.S ?? "") as AnnotatorId),
  snapshot: numberOf(row, "snapshot"),
  source: jsonOf<ItemHeader["source"]>(row, "source"),
  createdAtMs: numberOf(row, "createdAtMs"),
  ...(row["consensus"] && { consensus: jsonOf<NonNullable<ItemHeader["consensus"]>>(row, "consensus") }),
  ...(row["media"] && { media: jsonOf<NonNullable<ItemHeader["media"]>>(row, "media") }),
  ...(row["rejection"] && { rejection: jsonOf<NonNullable<ItemHeader["rejection"]>>(row, "rejection") }),
  ...(row["replacement"] && { replacement: jsonOf<NonNullable<ItemHeader["replacement"]>>(row, "replacement") }),
  ...(row["duplicateOf"] && { duplicateOf: idOf<ItemId>(row, "duplicateOf") }),
  ...(row["replacedAtMs"] && { replacedAtMs: numberOf(row, "replacedAtMs") }),
});
