import { CLOCK_SKEW_MS_MAX, HANDLER_TIMEOUT_MS_MAX } from "../../core/assignment.ts";
import type { AuditedItem } from "../../core/audit.ts";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import { bucketNames } from "../../core/item.ts";
import { addCounts, areSameCounts, type Counts, NO_COUNTS } from "../../core/progress.ts";
import type { Project } from "../../core/project.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { audits } from "../store/audits.ts";
import { type ExactStats, stats, type Walk } from "../store/stats.ts";
import { repairItem } from "./repair-item.ts";
import { settlingOf } from "./settling-of.ts";

/** Buckets read at once. */
const AT_ONCE = 8;

export interface Walked {
  readonly state: "finished" | "unfinished" | "overtaken";
  readonly repaired: number;
}

/**
 * One walk over all items of a project counts them exactly and checks each on the way, so that every recount is a scrub.
 * Goes on where the last run stopped, and stops at the deadline.
 */
export const walkProject = async (deps: Deps, project: Project, deadlineMs: number): Promise<Walked> => {
  const { projectId } = project;
  const before = await stats(deps).exact(projectId);
  const settling = await settlingOf(deps, project);
  let walk = before.walk ?? (await newWalk(deps, project));
  let repaired = 0;
  const names = bucketNames();
  while (walk.bucket < names.length && deps.now() < deadlineMs) {
    const buckets = walk.after
      ? names.slice(walk.bucket, walk.bucket + 1)
      : names.slice(walk.bucket, walk.bucket + AT_ONCE);
    const after = walk.after as ItemId | undefined;
    const pages = await inParallel(buckets, AT_ONCE, (bucket) => audits(deps).page(projectId, bucket, after));
    // Buckets up to the first that has more pages are through; those behind it are read again in their turn.
    const cut = pages.findIndex((page) => page.after !== undefined);
    const read = cut < 0 ? pages : pages.slice(0, cut + 1);
    const found = read.flatMap(({ items }) => items);
    for (const item of found) repaired += await repairItem(deps, project, settling, item);
    const next = pages[cut]?.after;
    const { after: _, ...rest } = walk;
    walk = {
      ...rest,
      bucket: walk.bucket + (cut < 0 ? read.length : cut),
      ...(next && { after: next }),
      counts: found.map(countsOf).reduce(addCounts, walk.counts),
      annotators: [...new Set([...walk.annotators, ...found.flatMap(annotatorsOf)])],
    };
  }
  const isFinished = walk.bucket >= names.length;
  const result = isFinished ? await finished(deps, project, before, walk) : { ...before, walk };
  const written = await stats(deps).replaceExact(projectId, result);
  return { state: written !== "replaced" ? "overtaken" : isFinished ? "finished" : "unfinished", repaired };
};

/** So long the sums of changes are trusted without an exact count: they are off only by what crashes lost or doubled. */
const TRUSTED_MS = 60 * 60_000;
/** Whoever wrote an item during a walk has added it to the sums by then, or never will. */
export const LANDED_MS = HANDLER_TIMEOUT_MS_MAX + CLOCK_SKEW_MS_MAX;

/**
 * What a walk came to. Items that changed while it went by may be counted twice, by the walk and as changes since: such a
 * count is taken only when the last undisturbed one is old. Until then sums of changes are the better truth. Where the sums
 * stood still it is not known yet whether somebody had written an item and not added it: `settleCount` tells later.
 */
const finished = async (deps: Deps, project: Project, before: ExactStats, walk: Walk): Promise<ExactStats> => {
  const { ver, counted } = before;
  const live = await stats(deps).live(project.projectId);
  const { counts, liveThen, startedAtMs } = walk;
  const endedAtMs = deps.now();
  const walked = { annotators: walk.annotators.length, walkedAtMs: endedAtMs };
  const isDisturbed = !areSameCounts(live, liveThen);
  const trustedFromMs = counted?.asOfMs || project.createdAtMs;
  if (isDisturbed && endedAtMs - trustedFromMs >= TRUSTED_MS)
    return { ver, counted: { counts, liveThen, asOfMs: startedAtMs, ...walked } };
  const last = { counts: counted?.counts ?? NO_COUNTS, liveThen: counted?.liveThen ?? NO_COUNTS };
  const unsettled = { counts, liveThen, startedAtMs, endedAtMs };
  return {
    ver,
    counted: { ...last, asOfMs: counted?.asOfMs ?? 0, ...walked },
    ...(!isDisturbed && { unsettled }),
  };
};

/** Takes the count of a walk if the sums still stand as they stood then, else forgets it: the next walk brings another. */
export const settleCount = async (deps: Deps, projectId: ProjectId): Promise<void> => {
  const { unsettled, counted, ...exact } = await stats(deps).exact(projectId);
  if (!unsettled || !counted || deps.now() - unsettled.endedAtMs < LANDED_MS) return;
  const { counts, liveThen, startedAtMs } = unsettled;
  const stands = areSameCounts(await stats(deps).live(projectId), liveThen);
  const next = stands ? { ...counted, counts, liveThen, asOfMs: startedAtMs } : counted;
  await stats(deps).replaceExact(projectId, { ...exact, counted: next });
};

const newWalk = async (deps: Deps, { projectId }: Project): Promise<Walk> => ({
  bucket: 0,
  counts: NO_COUNTS,
  annotators: [],
  liveThen: await stats(deps).live(projectId),
  startedAtMs: deps.now(),
});

const countsOf = ({ header, annotations }: AuditedItem): Counts =>
  addCounts(NO_COUNTS, {
    [header.state]: 1,
    annotations: annotations.filter(({ revision }) => revision === 1).length,
  });

/** Eight hex digits tell ten thousand people apart well enough to count them, and fit the row. */
const annotatorsOf = ({ annotations }: AuditedItem): readonly string[] =>
  annotations.map(({ annotatorId }) => annotatorId.slice(-8));
