import type { ItemId, ProjectId } from "../../core/ids.ts";
import { freeSlots, type ItemHeader, PRIORITY, type Source } from "../../core/item.ts";
import { type Counts, transition } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { isBefore } from "../../core/sequencer.ts";
import type { Deps } from "../deps.ts";
import { itemIdOf } from "../item-id.ts";
import { checksums } from "../store/checksums.ts";
import { itemDetails } from "../store/item-details.ts";
import { type Extra, type ExtraSaid, itemExtras, saidAtFirst } from "../store/item-extras.ts";
import { items } from "../store/items.ts";
import { texts } from "../store/texts.ts";
import type { Finding } from "./inspect.ts";

/** Texts of objects up to this size are kept beside the item, so that they are shown without another fetch. */
const KEPT_TEXT_BYTES_MAX = 256 * 1024;
const ATTEMPTS_MAX = 8;

/** Bytes that came under a key of a project, looked at. */
export interface Arrival {
  readonly project: Project;
  /** What the item is known by: the object's key, or `<manifest key>#<line>`. */
  readonly key: string;
  readonly source: Source;
  readonly finding: Finding;
  /** What a manifest says of it besides. */
  readonly extra?: Extra;
}

/**
 * Makes the arrival what it is: a new item, a rejected one with its reason, nothing (the same bytes again), a rejected
 * item that is good now, or newer bytes that wait for the vendor under an item that people may be labelling. Run twice,
 * or by two at once, it comes to the same. Everything that an item shows is written before its header. Says by how much
 * it changed the counts of items.
 */
export const placeItem = async (deps: Deps, arrival: Arrival): Promise<Partial<Counts>> => {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const change = await tryToPlace(deps, arrival);
    if (change !== "changed-meanwhile") return change;
  }
  throw new Error(`item of ${arrival.key}: changed by others ${ATTEMPTS_MAX} times while it was placed`);
};

type Attempt = Partial<Counts> | "changed-meanwhile";
const NOTHING: Attempt = {};

const tryToPlace = async (deps: Deps, arrival: Arrival): Promise<Attempt> => {
  const { project, key, source, finding } = arrival;
  const itemId = itemIdOf(project.projectId, key);
  const header = await currentHeader(deps, project.projectId, itemId);
  if (!header) return create(deps, arrival, itemId);
  const hasFreeSlot = freeSlots(header, project.overlap) > 0;
  // A neighbour was quicker with newer bytes while these were read: the check before the reading knew nothing of it.
  if ([header.source, header.replacement].some((one) => isBefore(sequencerOf(source), sequencerOf(one))))
    return NOTHING;
  if (header.source.sha256 === source.sha256 || header.replacement?.sha256 === source.sha256) {
    if (arrival.extra) await keepExtra(deps, project, header.itemId, arrival.extra, saidAtFirst(header));
    return againAt(deps, header, source, hasFreeSlot);
  }
  if (header.state === "rejected") return mend(deps, arrival, header);
  const newItemId = itemIdOf(project.projectId, newBytesKey(key, source));
  if ("rejection" in finding) {
    // Beside the good item, which stays as it is. A second delivery finds it there.
    const change = await create(deps, arrival, newItemId);
    return change === "changed-meanwhile" ? NOTHING : change;
  }
  await keepContent(deps, arrival, newItemId);
  await itemDetails(deps).note(project.projectId, newItemId, { media: finding.media });
  const written = await items(deps).replace({ ...header, replacement: source }, header.ver, hasFreeSlot);
  if (written === "replaced") deps.log.info("item.replacement-waits", { projectId: project.projectId, itemId });
  return written === "replaced" ? NOTHING : written;
};

const sequencerOf = (source: Source | undefined): string | undefined =>
  source?.from === "object" ? source.sequencer : undefined;

/** The same bytes, put once more: what came between them is older now, and must not take their place when it comes late. */
const againAt = async (
  deps: Deps,
  header: ItemHeader,
  { sha256, ...source }: Source,
  hasFreeSlot: boolean,
): Promise<Attempt> => {
  const sequencer = "sequencer" in source ? source.sequencer : undefined;
  const at = <One extends Source>(one: One): One =>
    one.from === "object" && one.sha256 === sha256 && sequencer !== undefined && isBefore(one.sequencer, sequencer)
      ? { ...one, sequencer }
      : one;
  const next = {
    ...header,
    source: at(header.source),
    ...(header.replacement && { replacement: at(header.replacement) }),
  };
  if (next.source === header.source && next.replacement === header.replacement) return NOTHING;
  const written = await items(deps).replace(next, header.ver, hasFreeSlot);
  return written === "replaced" ? NOTHING : written;
};

/** The item by which newer bytes under a key are known, once accepted. */
export const newBytesKey = (key: string, { sha256 }: Pick<Source, "sha256">): string => `${key}@${sha256}`;

/** The item that stands for the key now: accepted replacements are followed. */
export const currentHeader = async (
  deps: Deps,
  projectId: ProjectId,
  first: ItemId,
): Promise<ItemHeader | undefined> => {
  const header = await items(deps).find(projectId, first);
  if (header?.state !== "replaced") return header;
  const { currentItemId } = (await itemDetails(deps).find(projectId, first)) ?? {};
  return currentItemId ? items(deps).find(projectId, currentItemId) : header;
};

const create = async (deps: Deps, arrival: Arrival, itemId: ItemId): Promise<Attempt> => {
  const header = await newHeader(deps, arrival, itemId);
  await keepContent(deps, arrival, itemId);
  const { projectId } = header;
  const created = await items(deps).create(header, header.state === "open");
  if (created === "there-already") return "changed-meanwhile";
  deps.log.info("item.created", { projectId, itemId, state: header.state, code: header.rejection?.code });
  return { [header.state]: 1 };
};

/** A rejected item that got better bytes, or other bad ones. Nobody was ever asked for it, so it starts afresh. */
const mend = async (deps: Deps, arrival: Arrival, before: ItemHeader): Promise<Attempt> => {
  const next = { ...(await newHeader(deps, arrival, before.itemId)), createdAtMs: before.createdAtMs };
  await keepContent(deps, arrival, before.itemId);
  const written = await items(deps).replace(next, before.ver, next.state === "open");
  return written === "replaced" ? transition(before.state, next.state) : written;
};

/** An item as it starts, or as it was refused. */
export const newHeader = async (deps: Deps, arrival: Arrival, itemId: ItemId): Promise<ItemHeader> => {
  const { project, source, finding } = arrival;
  if ("rejection" in finding) return headerOf(arrival, itemId, deps.now());
  const first = await checksums(deps).claim(project.projectId, { sha256: source.sha256, itemId });
  return headerOf(arrival, itemId, deps.now(), first);
};

/** `first`: the item that had these bytes first. */
export const headerOf = (
  { project: { projectId }, source, finding }: Arrival,
  itemId: ItemId,
  createdAtMs: number,
  first: ItemId = itemId,
): ItemHeader => {
  const base = {
    projectId,
    itemId,
    ver: 1,
    round: 1,
    overlapWanted: 0,
    priority: PRIORITY.usual,
    claims: {},
    answeredBy: [],
    snapshot: 0,
    source,
    createdAtMs,
  } as const;
  if ("rejection" in finding) return { ...base, state: "rejected", rejection: finding.rejection };
  return { ...base, state: "open", media: finding.media, ...(first !== itemId && { duplicateOf: first }) };
};

const keepExtra = (
  deps: Deps,
  { projectId }: Project,
  itemId: ItemId,
  extra: Extra,
  atFirst?: ExtraSaid,
): Promise<void> => itemExtras(deps).record(projectId, itemId, { extra, atMs: deps.now() }, atFirst);

const keepContent = async (deps: Deps, { project, source, finding, extra }: Arrival, itemId: ItemId): Promise<void> => {
  if (source.from === "manifest" && source.text !== undefined) return;
  if (extra) await keepExtra(deps, project, itemId, extra);
  const text = "media" in finding ? finding.text : undefined;
  if (text === undefined || (source.from === "object" && source.sizeBytes > KEPT_TEXT_BYTES_MAX)) return;
  await texts(deps).put(project.projectId, itemId, source.sha256, text);
};
