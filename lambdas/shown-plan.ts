import type { ItemHeader } from "../core/item.ts";
import { bucketNames } from "../core/item.ts";
import { nextVersion } from "../core/ontology-change/next-version.ts";
import type { Project } from "../core/project.ts";
import { type Relabelling, relabellingCost } from "../core/relabelling.ts";
import type { Deps } from "./deps.ts";
import type { endpoints, Reply } from "./endpoints.ts";
import { inParallel } from "./in-parallel.ts";
import { shownItem } from "./media-url.ts";
import { listedItems, sampleOf } from "./relabel/ask.ts";
import { shownOntology } from "./shown-ontology.ts";
import type { ListedItem } from "./store/affected-lists.ts";
import { items } from "./store/items.ts";
import { ontologies } from "./store/ontologies.ts";

type Shown = Reply<typeof endpoints.getPlan>;

/** So many affected items are shown as pictures. */
const SHOWN_MAX = 12;
/** Of more than these it is not counted how many came out otherwise: the overview tells of all. */
const COMPARED_MAX = 1_000;
const HEADERS_AT_ONCE = 100;

/** A plan as the vendor sees it: what would be asked again, what it costs, and afterwards what came of it. */
export const shownPlan = async (deps: Deps, project: Project, plan: Relabelling): Promise<Shown> => {
  const { planId, projectId, proposalId, state, baseVersion, bucketsDone, affected, asked, accepted } = plan;
  const before = await ontologies(deps).find(projectId, baseVersion);
  if (!before) throw new Error(`plan ${planId}: ontology ${baseVersion} is missing`);
  const because = { proposalId, reason: "" };
  const next = nextVersion(before, plan.changes, { version: baseVersion + 1, because, publishedAtMs: plan.asOfMs });
  if (next.state === "unfit") throw new Error(`plan ${planId}: ${next.unfit.message}`);
  const { labels, retired } = await shownOntology(deps, projectId, next.ontology);
  const listed = state === "looking" ? [] : await listedItems(deps, plan);
  const wanted = accepted ? inScopeOf(plan, listed) : listed;
  return {
    planId,
    proposalId,
    state,
    done: bucketsDone / bucketNames().length,
    baseVersion,
    ontology: { labels, retired },
    affected,
    shown: await shownListed(deps, project, wanted.slice(0, SHOWN_MAX)),
    ...(accepted && { scope: accepted.scope }),
    asked,
    ...(state === "asked" && wanted.length <= COMPARED_MAX && { outcome: await outcomeOf(deps, project, wanted) }),
    cost: relabellingCost(affected, project.overlap, project.pay),
  };
};

const inScopeOf = ({ planId, accepted }: Relabelling, listed: readonly ListedItem[]): readonly ListedItem[] => {
  if (accepted?.scope.kind !== "sample") return listed;
  const sample = sampleOf(
    planId,
    listed.map(({ itemId }) => itemId),
    accepted.scope.items,
  );
  return listed.filter(({ itemId }) => sample.has(itemId));
};

const headersOf = async (
  deps: Deps,
  { projectId }: Project,
  listed: readonly ListedItem[],
): Promise<ReadonlyMap<string, ItemHeader>> => {
  const pages = Array.from({ length: Math.ceil(listed.length / HEADERS_AT_ONCE) }, (_, page) =>
    listed.slice(page * HEADERS_AT_ONCE, (page + 1) * HEADERS_AT_ONCE).map(({ itemId }) => itemId),
  );
  const found = await inParallel(pages, 4, (page) => items(deps).findMany(projectId, page));
  return new Map(found.flat().map((header) => [header.itemId, header]));
};

const shownListed = async (deps: Deps, project: Project, listed: readonly ListedItem[]): Promise<Shown["shown"]> => {
  const headers = await headersOf(deps, project, listed);
  return Promise.all(
    listed.map(async ({ itemId, name }) => {
      const header = headers.get(itemId);
      const item = header && (await shownItem(deps, header));
      return { itemId, name, ...(item?.url && { url: item.url }) };
    }),
  );
};

/** How many of those asked again are decided, and how many of these otherwise than before. */
const outcomeOf = async (
  deps: Deps,
  project: Project,
  listed: readonly ListedItem[],
): Promise<NonNullable<Shown["outcome"]>> => {
  const headers = await headersOf(deps, project, listed);
  const now = listed.flatMap(({ itemId, before }) => {
    const header = headers.get(itemId);
    return header && header.state !== "open" ? [{ header, before }] : [];
  });
  return { decided: now.length, changed: now.filter(({ header, before }) => isOtherwise(header, before)).length };
};

const isOtherwise = ({ state, consensus }: ItemHeader, before: ListedItem["before"]): boolean =>
  state !== before.state ||
  (consensus?.classes !== undefined && [...consensus.classes].sort().join() !== [...before.labels].sort().join());
