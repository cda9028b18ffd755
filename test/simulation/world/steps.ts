import { createHash } from "node:crypto";
import { seeded } from "../../../core/seeded.ts";

/** Something that waits for its turn. */
export type Step = () => void | Promise<void>;

/** Whoever computes between two steps: a handler that has neither a call waiting nor a pause is still at work. */
export interface Runner {
  pending: number;
  isOver: boolean;
}

/**
 * The one scheduler of a world: calls of handlers wait here, and one at a time is made, drawn from the seed. Its clock
 * moves with each step, and jumps when everybody sleeps. What happens is a function of the seed: `trace` hashes it.
 */
export interface Steps {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** In [0, 1), from the seed. */
  random(): number;
  chance(probability: number): boolean;
  pick<One>(list: readonly One[]): One;
  /** Waits for its turn. */
  ask(step: Step): void;
  /** Ends when the time has come and its turn too. */
  sleep(ms: number): Promise<void>;
  watch(runner: Runner): void;
  /** Puts the clock forward, outside of any play. */
  pass(ms: number): void;
  /** Writes a line into what is hashed, and kept if the trace was asked for. */
  note(line: string): void;
  /** Makes steps until `isOver` holds and no call waits; or nothing waits at all. */
  play(isOver: () => boolean): Promise<void>;
  readonly made: () => number;
  readonly trace: () => { readonly sha256: string; readonly lines: readonly string[] };
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A call takes up to this long. */
const STEP_MS = 12;
const HASH_AT_ONCE = 65_536;
/** A handler that does something else than calls and pauses would hang the world: it is told by name. */
const TURNS_MAX = 100_000;

export const startSteps = (seed: number, startMs: number, keepTrace = false): Steps => {
  const draw = seeded(seed);
  const hash = createHash("sha256");
  const lines: string[] = [];
  const waiting: Step[] = [];
  const sleeping: Sleeper[] = [];
  const runners = new Set<Runner>();
  let nowMs = startMs;
  let made = 0;
  let unhashed = "";
  const hashOn = (): void => {
    hash.update(unhashed);
    unhashed = "";
  };

  const isQuiet = (): boolean => {
    for (const runner of runners) {
      if (runner.isOver) runners.delete(runner);
      else if (runner.pending === 0) return false;
    }
    return true;
  };
  /** Until everybody waits for a step or sleeps: promises are run dry between two immediates. */
  const quiet = async (): Promise<void> => {
    for (let turn = 0; turn < TURNS_MAX; turn++) {
      await new Promise(setImmediate);
      if (isQuiet()) return;
    }
    throw new Error("a handler waits for something that is neither a call nor a pause");
  };
  const sleepUntil = (atMs: number, wake: () => void): void => {
    const after = sleeping.findIndex((one) => one.atMs > atMs);
    sleeping.splice(after < 0 ? sleeping.length : after, 0, { atMs, wake });
  };
  const due = (): number => {
    const first = sleeping.findIndex(({ atMs }) => atMs > nowMs);
    return first < 0 ? sleeping.length : first;
  };

  return {
    nowMs: () => nowMs,
    random: draw.next,
    chance: draw.chance,
    pick: (list) => {
      const [first, ...rest] = list;
      if (first === undefined) throw new Error("nothing to pick from");
      return draw.pick([first, ...rest]);
    },
    ask: (step) => void waiting.push(step),
    sleep: (ms) => new Promise((wake) => sleepUntil(nowMs + Math.max(0, Math.round(ms)), wake)),
    watch: (runner) => void runners.add(runner),
    pass: (ms) => {
      nowMs += ms;
    },
    note: (line) => {
      unhashed += `${nowMs} ${line}\n`;
      if (unhashed.length > HASH_AT_ONCE) hashOn();
      if (keepTrace) lines.push(`${new Date(nowMs).toISOString().slice(11, 23)} ${line}`);
    },
    async play(isOver) {
      for (;;) {
        await quiet();
        if (isOver() && waiting.length === 0) return;
        if (waiting.length === 0) {
          const [next] = sleeping.splice(0, 1);
          if (!next) return;
          nowMs = Math.max(nowMs, next.atMs);
          next.wake();
          continue;
        }
        const awake = due();
        const drawn = Math.floor(draw.next() * (waiting.length + awake));
        if (drawn < awake) sleeping.splice(drawn, 1)[0]?.wake();
        else {
          nowMs += Math.floor(draw.next() * STEP_MS);
          made += 1;
          await waiting.splice(drawn - awake, 1)[0]?.();
        }
      }
    },
    made: () => made,
    trace: () => {
      hashOn();
      return { sha256: hash.copy().digest("hex"), lines };
    },
  };
};
