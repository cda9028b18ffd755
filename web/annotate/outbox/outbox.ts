import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { BodyOf, ResponseOf } from "../../../lambdas/endpoints.ts";
import type { Api } from "../../api.ts";
import { asProblem, mayPass, Problem } from "../../problem.ts";
import { afterPredecessor, nextBatch } from "./batch.ts";
import type { Kept, OutboxRow } from "./kept.ts";
import { isSmall, sendable } from "./large-answer.ts";

/** What the page shows of it. */
export interface OutboxState {
  readonly waiting: number;
  readonly shelf: readonly OutboxRow[];
  readonly sending: boolean;
  /** Why the last try did not get through; undefined when it did. */
  readonly held: Problem | undefined;
}

export type Outcome = ResponseOf<"submit">["results"][number];

export interface Outbox {
  readonly now: ReadonlySignal<OutboxState>;
  readonly rows: ReadonlySignal<readonly OutboxRow[]>;
  /** Takes an answer in; resolves when it is kept on the device. It goes out within 5 s, or with the fifth. */
  readonly put: (row: OutboxRow) => Promise<void>;
  /** Takes an answer back that has not gone out; undefined when it is too late. */
  readonly takeBack: (submissionId: string) => Promise<OutboxRow | undefined>;
  /** Sends all there is. Resolves when it is sent, or held. */
  readonly flush: () => Promise<void>;
  /** Sends what it can while the page goes away, and nothing while something is to be read before; the rows stay until a later flush hears of them. */
  readonly lastWords: () => void;
  readonly tryAgain: (submissionId: string) => Promise<void>;
}

export interface OutboxNeeds {
  readonly kept: Kept;
  readonly api: Api;
  readonly fetch: typeof fetch;
  readonly personId: string;
  readonly random: () => number;
  readonly alone: <Result>(name: string, task: () => Promise<Result>) => Promise<Result>;
  /** Runs `task` later; gives a way to call it off. */
  readonly later: (ms: number, task: () => void) => () => void;
  /** Resolves when answers may leave: something may have to be read before. It never rejects. */
  readonly pass?: () => Promise<void>;
  /** True while she is reading what `pass` waits for. */
  readonly isHeld?: () => boolean;
  /** Told of every answer that the server took or refused. */
  readonly onOutcome: (row: OutboxRow, outcome: Outcome) => void;
}

const FLUSH_AT = 5;
const FLUSH_AFTER_MS = 5_000;
const BACKOFF_MS = { first: 2_000, last: 60_000 } as const;

/** Answers leave the device through here: once each, in order of giving, by one tab at a time. */
export const makeOutbox = async (needs: OutboxNeeds): Promise<Outbox> => {
  const { kept, personId, later } = needs;
  const rows = signal<readonly OutboxRow[]>(await kept.rows(personId));
  const sending = signal(false);
  const held = signal<Problem | undefined>(undefined);
  let callOff = (): void => undefined;
  let failures = 0;
  let running: Promise<void> | undefined;

  const waitingRows = (): readonly OutboxRow[] => rows.value.filter((row) => !row.refused);
  const schedule = (ms: number): void => {
    callOff();
    callOff = later(ms, () => void flush());
  };
  const refresh = async (): Promise<void> => {
    rows.value = await kept.rows(personId);
  };

  /** True when something was settled, so that there may be more to send. */
  const sendOnce = async (): Promise<boolean> => {
    await refresh();
    const batch = nextBatch(rows.value);
    if (batch.length === 0) return false;
    const outcomes = await submitOrSplit(batch, needs);
    await settle(batch, outcomes, rows.value, needs);
    await refresh();
    return true;
  };

  const run = async (): Promise<void> => {
    callOff();
    // Until then an answer can be taken back: nothing of it is under way.
    if (waitingRows().length > 0) await needs.pass?.();
    sending.value = true;
    try {
      await needs.alone(`labelloop-outbox ${personId}`, async () => {
        while (await sendOnce());
      });
      failures = 0;
      held.value = undefined;
    } catch (thrown) {
      held.value = asProblem(thrown);
      const pauseMs = Math.min(BACKOFF_MS.last, BACKOFF_MS.first * 2 ** failures++);
      schedule(pauseMs * (0.5 + needs.random()));
    } finally {
      sending.value = false;
    }
  };
  const flush = (): Promise<void> => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  if (rows.value.length > 0) schedule(0);
  return {
    rows,
    now: computed(() => ({
      waiting: waitingRows().length,
      shelf: rows.value.filter((row) => row.refused),
      sending: sending.value,
      held: held.value,
    })),
    put: async (row) => {
      // Shown as waiting before the disk has it: the next item does not wait for either.
      rows.value = [...rows.value, row];
      await kept.queue(row);
      await refresh();
      if (held.value) return;
      if (waitingRows().length >= FLUSH_AT) void flush();
      else schedule(FLUSH_AFTER_MS);
    },
    takeBack: async (submissionId) => {
      if (sending.value) await flush();
      const row = await kept.takeBack(submissionId);
      await refresh();
      return row;
    },
    flush,
    lastWords: () => {
      if (needs.isHeld?.()) return;
      const batch = nextBatch(rows.value.filter(isSmall));
      // Nobody hears the answer: the rows stay, and the same submission ids make sending them again harmless.
      if (batch.length > 0) void submit(batch, needs, true).catch(() => undefined);
    },
    tryAgain: async (submissionId) => {
      const row = rows.value.find((one) => one.submissionId === submissionId);
      if (!row) return;
      const { refused: _, ...fresh } = row;
      await kept.settle([], [fresh]);
      await refresh();
      await flush();
    },
  };
};

const submit = async (
  batch: readonly OutboxRow[],
  { api, fetch }: OutboxNeeds,
  keepalive: boolean,
): Promise<readonly Outcome[]> => {
  const [first] = batch;
  if (!first) return [];
  const answers: BodyOf<"submit">["answers"] = [];
  for (const row of batch) {
    const { itemId, submissionId, replaces } = row;
    const named = { itemId, submissionId, ...(replaces === undefined ? {} : { replaces }) };
    // Leaving the page there is no time for a hash: only small ones come here then.
    const sent = keepalive ? { answer: row.answer } : await sendable(row, api, fetch);
    answers.push({ ...named, ...sent } as BodyOf<"submit">["answers"][number]);
  }
  const body = { assignmentId: first.assignmentId, answers };
  const { results } = await api("submit", { path: { projectId: first.projectId }, body, keepalive });
  if (results.length !== batch.length) throw new Problem("internal", "not every answer got its result");
  return results;
};

/**
 * Outcomes in order of the batch. A refusal of the whole call says nothing about which answer was at fault, so each
 * then goes alone. What may pass by itself (no network, too busy, signed out) is thrown, and nothing changes.
 */
const submitOrSplit = async (batch: readonly OutboxRow[], needs: OutboxNeeds): Promise<readonly Outcome[]> => {
  try {
    return await submit(batch, needs, false);
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (mayPass(problem) || problem.code === "not-signed-in") throw problem;
    const [only, ...more] = batch;
    if (!only) return [];
    if (more.length > 0) {
      const outcomes: Outcome[] = [];
      for (const row of batch) outcomes.push(...(await submitOrSplit([row], needs)));
      return outcomes;
    }
    const { code, message } = problem;
    return [{ itemId: only.itemId, state: "refused", code, message } as Outcome];
  }
};

const settle = async (
  batch: readonly OutboxRow[],
  outcomes: readonly Outcome[],
  rows: readonly OutboxRow[],
  { kept, onOutcome }: OutboxNeeds,
): Promise<void> => {
  const done: string[] = [];
  const changed: OutboxRow[] = [];
  batch.forEach((row, at) => {
    const outcome = outcomes[at];
    if (!outcome) return;
    const stored = outcome.state === "stored";
    if (stored) done.push(row.submissionId);
    else changed.push({ ...row, refused: { code: outcome.code, message: outcome.message } });
    const followers = rows.filter((one) => one.corrects === row.submissionId);
    changed.push(...followers.map((one) => afterPredecessor(one, stored ? outcome.revision : undefined)));
  });
  await kept.settle(done, changed);
  batch.forEach((row, at) => {
    const outcome = outcomes[at];
    if (outcome) onOutcome(row, outcome);
  });
};
