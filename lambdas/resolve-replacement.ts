import type { ItemId } from "../core/ids.ts";
import { freeSlots, type ItemHeader, type Source } from "../core/item.ts";
import { type Counts, sumOf, transition } from "../core/progress.ts";
import type { Project } from "../core/project.ts";
import { refuse } from "../core/refusal.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Request, serve } from "./http.ts";
import { newBytesKey, newHeader } from "./ingest/place-item.ts";
import { itemIdOf } from "./item-id.ts";
import { findProject } from "./project-shape.ts";
import { itemDetails } from "./store/item-details.ts";
import { items } from "./store/items.ts";
import { stats } from "./store/stats.ts";

const endpoint = endpoints.resolveReplacement;
const ATTEMPTS_MAX = 8;

/**
 * Newer bytes came under the key of an item. Taken, they are a new item, and the old one is `replaced`: it asks nobody
 * any more, and what was said of it stays. Refused, the old one stays as it is. The new item is made first and the old
 * one changed last, so that a cut in between leaves the question open and asking again finishes it.
 */
export const resolveReplacement = async (
  deps: Deps,
  { path, body }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const project = await findProject(deps, path.projectId);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const header = await items(deps).find(path.projectId, path.itemId);
    if (!header) throw refuse("not-found", "no such item", { field: "path.itemId", value: path.itemId });
    const { replacement } = header;
    if (!replacement) {
      throw refuse("conflict", "no newer bytes wait for this item", { field: "path.itemId", value: path.itemId });
    }
    const made = body.accept ? await makeNewItem(deps, project, replacement) : undefined;
    const next = body.accept ? replaced(header, deps.now()) : withoutReplacement(header);
    const written = await items(deps).replace(next, header.ver, freeSlots(next, project.overlap) > 0);
    if (written === "changed-meanwhile") continue;
    await stats(deps).add(path.projectId, sumOf([transition(header.state, next.state), made?.change ?? {}]));
    deps.log.info("replacement.resolved", { projectId: path.projectId, itemId: header.itemId, accepted: body.accept });
    return { itemId: made?.itemId ?? header.itemId };
  }
  throw refuse("slow-down", "the item is changing too fast: ask again", { field: "path.itemId", value: path.itemId });
};

const withoutReplacement = ({ replacement: _, ...header }: ItemHeader): ItemHeader => header;

/** Claims stay: who holds it hands in or gives back, and only that ends a claim. */
const replaced = (header: ItemHeader, replacedAtMs: number): ItemHeader => ({
  ...withoutReplacement(header),
  state: "replaced",
  replacedAtMs,
});

/** Everything that the new item shows was kept when its bytes came in; only its header is wanting. */
const makeNewItem = async (
  deps: Deps,
  project: Project,
  source: Source,
): Promise<{ readonly itemId: ItemId; readonly change: Partial<Counts> }> => {
  const { projectId } = project;
  const key = keyOf(source);
  const itemId = itemIdOf(projectId, newBytesKey(key, source));
  const media = (await itemDetails(deps).find(projectId, itemId))?.media;
  if (!media) throw new Error(`item ${itemId} of ${projectId}: nothing is known of its bytes`);
  const header = await newHeader(deps, { project, key, source, finding: { media } }, itemId);
  const created = await items(deps).create(header, true);
  if (created === "there-already" && (await items(deps).find(projectId, itemId))?.state === "replaced") {
    // What was said of these bytes then belongs to an item that is out of use, and stays there.
    throw refuse("conflict", "these bytes were an item of this name before: put them under another name", {
      field: "body.accept",
      value: "true",
      allowed: "false",
    });
  }
  await itemDetails(deps).note(projectId, itemIdOf(projectId, key), { currentItemId: itemId });
  return { itemId, change: created === "created" ? { open: 1 } : {} };
};

/** What the first item of these bytes' place is known by. */
const keyOf = (source: Source): string =>
  source.from === "object" ? source.key : `${source.manifestKey}#${source.line}`;

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), resolveReplacement));
