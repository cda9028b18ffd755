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
import { itemExtras, saidAtFirst } from "../store/item-extras.ts";
import { items } from "../store/items.ts";
import { texts } from "../store/texts.ts";
import { type Arrival, headerOf, placeItem } from "./place-item.ts";

export type TextLine = Extract<ManifestLine, { kind: "text" }> & { readonly line: number };

const HEADERS_AT_ONCE = 16;
const READ_AT_ONCE = 100;
/**
 * A text and its other keys up to this, as JSON, travel in the item's header: with three annotators' claims and the
 * longest ids it stays below the kilobyte that a write is billed by (test/lambdas/costs.test.ts).
 */
export const INLINE_BYTES_MAX = 300;

/**
 * Lines of a manifest become items as `placeItem` would make them, in few writes: a short text lies in the header itself, a
 * long one beside it and before it. Whether a line is an item already is asked only of those whose text is known: of the
 * others nearly all are new, and the write of a header says if not. A line that is an item already, from an earlier run,
 * only brings its other keys; one whose item says something else goes the long way.
 */
export const placeTexts = async (
  deps: Deps,
  project: Project,
  manifestKey: string,
  lines: readonly TextLine[],
): Promise<Partial<Counts>> => {
  const { projectId } = project;
  const all = lines.map((line) => arrivalOf(project, manifestKey, line));
  const first = new Map(
    await checksums(deps).findMany(
      projectId,
      all.map(({ sha256 }) => sha256),
    ),
  );
  const unknown = all.filter(({ sha256 }) => !first.has(sha256));
  for (const { sha256, itemId } of unknown) if (!first.has(sha256)) first.set(sha256, itemId);

  const created = await create(deps, project, unknown, first);
  const known = all.filter((arrival) => !created.has(arrival));
  const headers = await headersOf(
    deps,
    projectId,
    known.map(({ itemId }) => itemId),
  );
  const fresh = known.filter(({ itemId }) => !headers.has(itemId));
  const there = known.filter(({ itemId, sha256 }) => isThere(headers.get(itemId), sha256));
  const other = known.filter((one) => !fresh.includes(one) && !there.includes(one));
  await inParallel(there, HEADERS_AT_ONCE, async ({ itemId, extra }) => {
    const header = headers.get(itemId);
    const atFirst = header && saidAtFirst(header);
    if (extra) await itemExtras(deps).record(projectId, itemId, { extra, atMs: deps.now() }, atFirst);
  });
  const late = await create(deps, project, fresh, first);
  const long = [...other, ...fresh.filter((arrival) => !late.has(arrival))];
  const changed = await inParallel(long, HEADERS_AT_ONCE, (arrival) => placeItem(deps, arrival));
  // After the headers, so that nobody is told of an item that never came to be; cut before, the next run writes it.
  await checksums(deps).putMany(
    projectId,
    unknown.filter((one) => (created.has(one) || there.includes(one)) && first.get(one.sha256) === one.itemId),
  );
  return sumOf([{ open: created.size + late.size }, ...changed]);
};

type LineArrival = ReturnType<typeof arrivalOf>;

/** Makes those into items that are none yet, and says which. What is long lies there before the header. */
const create = async (
  deps: Deps,
  { projectId }: Project,
  arrivals: readonly LineArrival[],
  first: ReadonlyMap<string, ItemId>,
): Promise<ReadonlySet<LineArrival>> => {
  const long = arrivals.filter(({ isShort }) => !isShort);
  const atMs = deps.now();
  await Promise.all([
    texts(deps).putMany(projectId, long),
    itemExtras(deps).putMany(
      projectId,
      long.flatMap(({ itemId, extra }) => (extra ? [{ itemId, extra, atMs }] : [])),
    ),
  ]);
  const made = await inParallel(arrivals, HEADERS_AT_ONCE, async (arrival) => {
    const header = headerOf(arrival, arrival.itemId, deps.now(), first.get(arrival.sha256));
    return (await items(deps).create(header, true)) === "created" ? [arrival] : [];
  });
  return new Set(made.flat());
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
  const inline = { text, ...(extra && { extra }) };
  const isShort = Buffer.byteLength(JSON.stringify(inline)) <= INLINE_BYTES_MAX;
  const arrival: Arrival = {
    project,
    key,
    source: { from: "manifest", manifestKey, line, sizeBytes: Buffer.byteLength(text), sha256, ...(isShort && inline) },
    finding: { media: { kind: "text", contentType: "text/plain", codePoints: codePointCount(text) }, text },
    ...(extra && { extra }),
  };
  return { ...arrival, itemId: itemIdOf(project.projectId, key), sha256, text, isShort };
};
