import type { AnnotatorId } from "../core/ids.ts";
import type { Run } from "./report.ts";
import { openCountedWorld } from "./scale/counted-world.ts";
import { type Labelling, startLabelling } from "./scale/labelling.ts";
import { totalOf, type Use } from "./scale/use.ts";

const OVERLAP = { min: 3, max: 3 };
/** Requests of each kind that are counted and timed, after as many that are not. */
const REQUESTS = 40;
const PACKET = 10;

interface Timed {
  readonly use: Use;
  readonly p50Ms: number;
}

/**
 * What an assign and a submit ask of the table, and how long they take, with so many items in the backlog: with tickets
 * and without a queue (direct mode), with five answers in a submit and with one; and the minute's feed. Each request's
 * calls are counted alone; the time is that of the handlers over the embedded engine in this process.
 */
export const scale = async (backlog: number): Promise<Run> => {
  const byTicket = await measured(backlog, true);
  const direct = await measured(backlog, false);
  return {
    "items in the backlog": backlog,
    ...figures("assign by ticket", byTicket.assign, PACKET),
    ...figures("assign in direct mode", direct.assign, PACKET),
    ...figures("submit of five", byTicket.submitFive, 5),
    ...figures("submit of one", byTicket.submitOne, 1),
    ...figures("feed, a minute's turn", byTicket.feed, 1),
  };
};

const figures = (name: string, { use, p50Ms }: Timed, answers: number): Run => {
  const each = (sum: number): number => sum / use.requests;
  return {
    ...Object.fromEntries(Object.entries(use.calls).map(([kind, calls]) => [`${name}: ${kind}`, each(calls)])),
    [`${name}: to queues`]: each(totalOf(use.queueCalls)),
    [`${name}: read units`]: each(use.readUnits),
    [`${name}: write units`]: each(use.writeUnits),
    ...(answers > 1 && { [`${name}: write units per item`]: each(use.writeUnits) / answers }),
    [`${name}: ms, p50`]: p50Ms,
  };
};

interface Measured {
  readonly assign: Timed;
  readonly submitFive: Timed;
  readonly submitOne: Timed;
  readonly feed: Timed;
}

const measured = async (backlog: number, tickets: boolean): Promise<Measured> => {
  const world = await openCountedWorld();
  // Each takes two packets, once to warm up: nobody's own list of assignments grows long.
  const labelling = await startLabelling(world.deps, world.stores.engine, {
    ...{ items: backlog, annotators: REQUESTS, overlap: OVERLAP, packetItems: PACKET, tickets },
  });
  world.take();
  const timed = async (runs: readonly (() => Promise<unknown>)[]): Promise<Timed> => {
    const times: number[] = [];
    for (const run of runs) {
      const before = performance.now();
      await run();
      times.push(performance.now() - before);
    }
    return { use: world.take(runs.length), p50Ms: median(times) };
  };
  const turn = async () => {
    world.stores.pass(60_000);
    await labelling.feed();
  };
  const session = async (): Promise<Measured> => {
    const fed = await timed([turn, turn, turn]);
    const held = new Map<AnnotatorId, Awaited<ReturnType<Labelling["assign"]>>>();
    const assign = await timed(
      labelling.people.map((person) => async () => void held.set(person, await labelling.assign(person))),
    );
    const handIn = (from: number, to: number) =>
      [...held].map(
        ([person, packet]) =>
          () =>
            labelling.submit(
              person,
              packet?.assignmentId ?? "",
              (packet?.items ?? []).slice(from, to).map(({ itemId }) => itemId),
            ),
      );
    const submitFive = await timed(handIn(0, 5));
    const submitOne = await timed(handIn(5, 6));
    // The rest, so that nothing is resumed.
    await timed(handIn(6, PACKET));
    return { assign, submitFive, submitOne, feed: fed };
  };
  await session();
  const result = await session();
  await world.close();
  return result;
};

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
