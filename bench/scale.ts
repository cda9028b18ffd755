import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { AnnotatorId } from "../core/ids.ts";
import type { Run } from "./report.ts";
import { openCountedWorld } from "./scale/counted-world.ts";
import { type Labelling, startLabelling } from "./scale/labelling.ts";
import { totalOf, type Use } from "./scale/use.ts";

const OVERLAP = { min: 3, max: 3 };
/** Requests of each kind in a session, each by somebody else: nobody's own list of assignments grows long. */
const REQUESTS = 40;
/** Timed, after one that is not. What is counted is that of the first. */
const SESSIONS = 4;
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

type Kind = "assign" | "submitFive" | "submitOne" | "feed";
type Measured = Readonly<Record<Kind, Timed>>;
type Session = Readonly<Record<Kind, { readonly use: Use; readonly timesMs: readonly number[] }>>;

const measured = async (backlog: number, tickets: boolean): Promise<Measured> => {
  const world = await openCountedWorld();
  const labelling = await startLabelling(world.deps, world.stores.engine, {
    ...{ items: backlog, annotators: REQUESTS * (SESSIONS + 1), overlap: OVERLAP, packetItems: PACKET, tickets },
  });
  world.take();
  const timed = async (runs: readonly (() => Promise<unknown>)[]): Promise<Session[Kind]> => {
    const timesMs: number[] = [];
    for (const run of runs) {
      const before = performance.now();
      await run();
      timesMs.push(performance.now() - before);
    }
    return { use: world.take(runs.length), timesMs };
  };
  const turn = async () => {
    world.stores.pass(60_000);
    await labelling.feed();
  };
  const session = async (people: readonly AnnotatorId[]): Promise<Session> => {
    const feed = await timed([turn, turn, turn]);
    const held = new Map<AnnotatorId, Awaited<ReturnType<Labelling["assign"]>>>();
    const assign = await timed(
      people.map((person) => async () => void held.set(person, await labelling.assign(person))),
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
    return { assign, submitFive, submitOne, feed };
  };
  const peopleOf = (nth: number) => labelling.people.slice(nth * REQUESTS, (nth + 1) * REQUESTS);
  await session(peopleOf(0));
  collectGarbage();
  const sessions: Session[] = [];
  for (let nth = 1; nth <= SESSIONS; nth++) sessions.push(await session(peopleOf(nth)));
  await world.close();
  const [first] = sessions;
  if (!first) throw new Error("nothing was measured");
  const timesOf = (kind: keyof Session): Timed => ({
    use: first[kind].use,
    p50Ms: median(sessions.flatMap((one) => one[kind].timesMs)),
  });
  return {
    assign: timesOf("assign"),
    submitFive: timesOf("submitFive"),
    submitOne: timesOf("submitOne"),
    feed: timesOf("feed"),
  };
};

/** Filling a million items leaves a collection under way, which for some hundred requests is most of what would be timed. */
const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
};

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
