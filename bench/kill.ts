import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../cli/demo/until.ts";
import { type Seeded, seeded } from "../core/seeded.ts";
import { labelThroughKills, nothingSeen, type Seen } from "./kill/annotator.ts";
import { exportedAnswers } from "./kill/exported.ts";
import { canLimit, type FullDisk, type Fullness, fillDisk, flagOf, waitFor } from "./kill/full-disk.ts";
import { type Kept, readKept } from "./kill/kept.ts";
import { type Broken, whatBroke } from "./kill/proof.ts";
import { addTexts, type Office, openOffice } from "./office/office.ts";
import { quantile } from "./office/quantile.ts";
import { freePorts, type ServerProcess, startServerProcess } from "./office/server-process.ts";
import type { Run } from "./report.ts";

export interface KillOptions {
  readonly kills: number;
  readonly annotators: number;
  readonly seed: number;
  /** The disk is full once in each of these ways, each time spread among the kills. */
  readonly full: readonly Fullness[];
  /** Compare an export with the table too: it takes a minute. */
  readonly exports: boolean;
  /** Texts that come at a time, whenever those that are there run out. */
  readonly texts: number;
  /** For Node itself, before the server's file. */
  readonly nodeArgs?: readonly string[];
}

export interface KillRun {
  readonly seen: Seen;
  readonly kept: Kept;
  readonly broken: Broken;
  /** Texts that the bucket acknowledged, less the items that came of them. */
  readonly missingItems: number;
  readonly restartMs: readonly number[];
  readonly fullDisks: readonly FullDisk[];
  /** Acknowledged answers that the export lacks; undefined when none was asked for. */
  readonly notExported: readonly string[] | undefined;
}

export const OVERLAP = 3;
/** A server lives so long after the first answer that it acknowledged: it is killed in the midst of the work. */
const AT_WORK_MS_MAX = 1_500;
/** One in so many is killed without having been waited for: often while it starts, or recovers what the last one left. */
const AT_ANY_MOMENT = 0.1;
const ANY_MOMENT_MS_MAX = 1_500;
const FIRST_ANSWER_MS_MAX = 60_000;
const DRAIN_MS_MAX = 300_000;

/**
 * Kills the whole server at random moments under load, restarts it on the same folder and ports, and looks in the end
 * whether everything that was acknowledged is there, once. Moments follow the seed; what is under way at them does not.
 */
export const killAgainAndAgain = async (options: KillOptions, told: (line: string) => void): Promise<KillRun> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-kill-"));
  const hand = seeded(options.seed);
  const startedMs = Date.now();
  const { nodeArgs = [] } = options;
  let server = await start(folder, await freePorts(Math.random), nodeArgs);
  try {
    const office = await openOffice(server, { annotators: options.annotators, overlap: OVERLAP, texts: options.texts });
    const seen = nothingSeen();
    let isLast = false;
    const atWork = Promise.all(
      office.annotators.map((colleague, nth) =>
        labelThroughKills({
          page: server.page,
          projectId: office.projectId,
          colleague,
          hand: seeded(options.seed * 1_000 + nth),
          seen,
          isLast: () => isLast,
        }),
      ),
    );
    // Whoever meets what cannot be is heard at once, not in the end.
    let fault: unknown;
    atWork.catch((error: unknown) => {
      fault = error;
    });
    const stock = supply(office, seen, options.texts);
    const restartMs: number[] = [];
    const fullDisks: FullDisk[] = [];
    const fullAt = new Map(
      options.full.map((how, nth) => [Math.floor(((nth + 1) * options.kills) / (options.full.length + 1)), how]),
    );
    for (let kill = 0; kill < options.kills; kill++) {
      if (fault) throw fault;
      const how = fullAt.get(kill);
      if (how) {
        await work(office, seen, options.texts);
        fullDisks.push(await fillDisk(server, how, { hand, seen }));
      }
      await momentOf(hand, seen);
      await server.kill();
      server = await start(folder, server.port, nodeArgs);
      restartMs.push(server.startMs);
      told(`kill ${kill + 1}: restart ${Math.round(server.startMs)} ms, ${seen.acknowledged.length} acknowledged`);
    }
    const texts = await stock.end();
    await until(`all of ${texts} texts to be items`, DRAIN_MS_MAX, async () =>
      (await itemCount(office)) >= texts ? true : undefined,
    );
    told("every text is an item");
    isLast = true;
    await Promise.race([atWork, outOfTime(DRAIN_MS_MAX)]);
    const exported = options.exports ? await exportedAnswers(office) : undefined;
    await server.kill();
    const personIds = office.annotators.map(({ personId }) => personId);
    const kept = await readKept(folder, office.projectId, personIds, startedMs);
    return {
      seen,
      kept,
      broken: whatBroke(seen.acknowledged, kept, OVERLAP),
      missingItems: texts - kept.items.length,
      restartMs,
      fullDisks,
      notExported: exported && missingFrom(exported, seen),
    };
  } catch (error) {
    told(`the server had said: ${server.complaints().slice(-4_000)}`);
    throw error;
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Waits until the server is to be killed. */
const momentOf = async (hand: Seeded, { acknowledged }: Seen): Promise<void> => {
  const isAtAnyMoment = hand.chance(AT_ANY_MOMENT);
  const ms = hand.next() * (isAtAnyMoment ? ANY_MOMENT_MS_MAX : AT_WORK_MS_MAX);
  const before = acknowledged.length;
  if (!isAtAnyMoment) await waitFor("an acknowledged answer", () => acknowledged.length > before, FIRST_ANSWER_MS_MAX);
  await pause(ms);
};

/** In its midst: an answer has just come, and many more are wanted of items that are there. Who has nothing to do is refused nothing. */
const work = async (office: Office, { acknowledged }: Seen, texts: number): Promise<void> => {
  await until("answers to be wanted", FIRST_ANSWER_MS_MAX, async () =>
    (await itemCount(office)) * OVERLAP >= acknowledged.length + texts ? true : undefined,
  );
  const before = acknowledged.length;
  await waitFor("an acknowledged answer", () => acknowledged.length > before, FIRST_ANSWER_MS_MAX);
};

const start = (folder: string, port: number, nodeArgs: readonly string[]): Promise<ServerProcess> =>
  startServerProcess({
    folder,
    port,
    nodeArgs: [...nodeArgs, "--import", join(import.meta.dirname, "kill/no-space.ts")],
    environment: { NO_SPACE_FLAG: flagOf(folder) },
  });

/** Adds texts whenever fewer answers are wanted than a batch of them takes, through kills too. */
const supply = ({ vendor, projectId }: Office, seen: Seen, texts: number): { end(): Promise<number> } => {
  let supplied = texts;
  let ended = false;
  const more = async (): Promise<void> => {
    while (!ended) {
      await pause(100);
      if (seen.acknowledged.length < (supplied - texts) * OVERLAP) continue;
      const name = `more-${supplied}`;
      // Sent again under its name until the bucket has acknowledged it: the same bytes under a key are one thing.
      const isThere = await addTexts(vendor, projectId, name, texts).then(
        () => true,
        () => false,
      );
      if (isThere) supplied += texts;
    }
  };
  const supplying = more();
  return {
    end: async () => {
      ended = true;
      await supplying;
      return supplied;
    },
  };
};

/** By listing them: the counts of progress may be off after a kill, until they are taken anew. */
const itemCount = async ({ vendor, projectId }: Office): Promise<number> => {
  let count = 0;
  let cursor: string | undefined;
  do {
    const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
    const page = await vendor("listItems", { path: { projectId }, query });
    count += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
};

const outOfTime = async (ms: number): Promise<never> => {
  await pause(ms, undefined, { ref: false });
  throw new Error(`the annotators were not done ${ms} ms after the last kill`);
};

const missingFrom = (exported: ReadonlyMap<string, number>, { acknowledged }: Seen): readonly string[] => {
  const byItem = Map.groupBy(acknowledged, ({ itemId }) => itemId);
  return [...byItem].flatMap(([itemId, given]) =>
    (exported.get(itemId) ?? 0) >= given.length ? [] : [`${itemId}: ${exported.get(itemId) ?? 0} of ${given.length}`],
  );
};

/** The figures of a run, and whether anything was lost, doubled or left over. */
export const killFigures = (run: KillRun): Run => {
  const { seen, broken, restartMs, fullDisks } = run;
  return {
    kills: restartMs.length,
    items: run.kept.items.length,
    "texts that are no item": run.missingItems,
    annotations: run.kept.items.reduce((sum, { annotations }) => sum + annotations.length, 0),
    "answers acknowledged": seen.acknowledged.length,
    "of these late": seen.acknowledged.filter(({ late }) => late).length,
    "requests cut by a kill": seen.cut,
    "requests refused with 5xx": seen.failed,
    "acknowledged and lost": broken.lost.length,
    "surplus beyond late ones": broken.surplus.length,
    "items left undecided": broken.undecided.length,
    "answers not paid once": broken.wronglyPaid.length,
    "answers refused": seen.refused.length,
    ...(run.notExported && { "acknowledged and not exported": run.notExported.length }),
    "restart p50, ms": quantile(restartMs, 0.5),
    "restart p95, ms": quantile(restartMs, 0.95),
    "restart at most, ms": Math.max(0, ...restartMs),
    ...Object.fromEntries(
      fullDisks.flatMap(({ refused, backMs }, nth) => [
        [`disk full ${nth + 1}: refused`, refused],
        [`disk full ${nth + 1}: back after, ms`, backMs],
      ]),
    ),
  };
};

/** All ways in which the disk can be made full here. */
export const waysToFill = (): readonly Fullness[] => (canLimit() ? ["limit", "injected"] : ["injected"]);
