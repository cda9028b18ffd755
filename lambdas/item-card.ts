import type { ItemHeader, Source } from "../core/item.ts";
import type { Deps } from "./deps.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import { shownItem } from "./media-url.ts";

/** As much of a text as a list shows. */
const TEXT_UNITS_MAX = 300;

/** What a vendor knows the item by: the path she dropped, or the line of the manifest (0 is many lines of it). */
export const itemName = (source: Source): string => {
  const key = source.from === "object" ? source.key : source.manifestKey;
  const path = key.slice(key.indexOf("/") + 1);
  return source.from === "object" || source.line === 0 ? path : `${path}:${source.line}`;
};

/** An item as lists and pages show it, with an address of its picture that works for a while. */
export const itemCard = async (
  deps: Pick<Deps, "table" | "bucket" | "config" | "now" | "pause">,
  header: ItemHeader,
): Promise<Reply<typeof endpoints.reopenItem>> => {
  const shown = await shownItem(deps, header);
  const { itemId, state, round, priority, media, consensus, rejection, duplicateOf, createdAtMs } = header;
  return {
    itemId,
    name: itemName(header.source),
    state,
    round,
    priority,
    answers: header.answeredBy.length,
    ...(consensus && { consensus }),
    ...(media && { media }),
    ...(shown?.url && { url: shown.url }),
    ...(shown?.text !== undefined && { text: shortened(shown.text) }),
    ...(rejection && { rejection }),
    replacementWaits: header.replacement !== undefined,
    ...(duplicateOf && { duplicateOf }),
    createdAtMs,
  };
};

const shortened = (text: string): string =>
  text.length <= TEXT_UNITS_MAX ? text : `${text.slice(0, TEXT_UNITS_MAX).replace(/[\ud800-\udbff]$/, "")}…`;
