import { codePointCount } from "../../core/consensus/text/code-points.ts";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { ManifestLine } from "../../core/manifest-line.ts";
import { type Counts, sumOf } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import { type Deps, hashOf } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { itemIdOf } from "../item-id.ts";
import { checksums } from "../store/checksums.ts";
import { itemExtras } from "../store/item-extras.ts";
import { items } from "../store/items.ts";
import { texts } from "../store/texts.ts";
import { type Arrival, headerOf, placeItem } from "./place-item.ts";

export type TextLine = Extract<ManifestLine, { kind: "text" }> & { readonly line: number };

const HEADERS_AT_ONCE = 16;
const READ_AT_ONCE = 100;

/**
 * Lines of a manifest become items as `placeItem` would make them, in a fifth of the calls: what lies beside the headers
 * is written in batches first, then each new header on its own, on the condition that there is none. A line that is an
 * item already, from an earlier run, only brings its other keys; one whose item says something else goes the long way.
 */
export const placeTexts = async (
  deps: Deps,
  project: Project,
  manifestKey: string,
  lines: readonly TextLine[],
): Promise<Partial<Counts>> => {
  const { projectId } = project;
  const all = lines.map((line) => arrivalOf(project, manifestKey, line));
  const headers = await headersOf(
    deps,
    projectId,
    all.map(({ itemId }) => itemId),
  );
  const fresh = all.filter(({ itemId }) => !headers.has(itemId));
  const there = all.filter(({ itemId, sha256 }) => isThere(headers.get(itemId), sha256));
  const other = all.filter((one) => !fresh.includes(one) && !there.includes(one));
  const atMs = deps.now();
  const extrasOf = (some: typeof all) => some.flatMap(({ itemId, extra }) => (extra ? [{ itemId, extra, atMs }] : []));
  await Promise.all([
    texts(deps).putMany(projectId, fresh),
    itemExtras(deps).putMany(projectId, extrasOf(fresh)),
    inParallel(extrasOf(there), HEADERS_AT_ONCE, ({ itemId, ...said }) =>
      itemExtras(deps).record(projectId, itemId, said),
    ),
  ]);
  const first = await checksums(deps).claimMany(projectId, fresh);
  const created = await inParallel(fresh, HEADERS_AT_ONCE, async (arrival): Promise<Partial<Counts>> => {
    const header = headerOf(arrival, arrival.itemId, deps.now(), first.get(arrival.sha256));
    return (await items(deps).create(header, true)) === "created" ? { open: 1 } : placeItem(deps, arrival);
  });
  const changed = await inParallel(other, HEADERS_AT_ONCE, (arrival) => placeItem(deps, arrival));
  return sumOf([...created, ...changed]);
};

/** A line's item holds nothing beside its header but its text and these keys, as long as nothing took its place. */
const isThere = (header: ItemHeader | undefined, sha256: string): boolean =>
  header?.source.sha256 === sha256 && header.state !== "replaced";

/** Read in hundreds, which is what one call takes. */
const headersOf = async (
  deps: Deps,
  projectId: ProjectId,
  ids: readonly ItemId[],
): Promise<ReadonlyMap<ItemId, ItemHeader>> => {
  const found = new Map<ItemId, ItemHeader>();
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    const headers = await items(deps).findMany(projectId, ids.slice(from, from + READ_AT_ONCE));
    for (const header of headers) found.set(header.itemId, header);
  }
  return found;
};

const arrivalOf = (project: Project, manifestKey: string, { text, extra, line }: TextLine) => {
  const key = `${manifestKey}#${line}`;
  const sha256 = hashOf(text);
  const arrival: Arrival = {
    project,
    key,
    source: { from: "manifest", manifestKey, line, sizeBytes: Buffer.byteLength(text), sha256 },
    finding: { media: { kind: "text", contentType: "text/plain", codePoints: codePointCount(text) }, text },
    ...(extra && { extra }),
  };
  return { ...arrival, itemId: itemIdOf(project.projectId, key), sha256, text };
};
