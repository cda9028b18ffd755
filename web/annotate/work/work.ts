import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Answer } from "../../../core/annotation.ts";
import type { AssignmentShape } from "../../../lambdas/api/work.ts";
import type { Api } from "../../api.ts";
import { asProblem, type Problem } from "../../problem.ts";
import type { Draft } from "../engine/editor.ts";
import type { Kept, OutboxRow } from "../outbox/kept.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { draftFrom, isSame } from "./answers.ts";
import { change, type Entry, joined, type Known, keyOf, nextOpen, reopened, trimmed, unanswered } from "./entries.ts";
import { isDue, type Lease } from "./lease.ts";

/** What the page shows: an item (`working`), or why there is none. */
export type Phase =
  | { readonly state: "asking" }
  | { readonly state: "working" }
  | { readonly state: "nothing"; readonly everythingAnswered: boolean; readonly retryAfterMs: number }
  | { readonly state: "failed"; readonly problem: Problem };

export interface Work {
  readonly phase: ReadonlySignal<Phase>;
  readonly entries: ReadonlySignal<readonly Entry[]>;
  readonly current: ReadonlySignal<Entry | undefined>;
  readonly hasEarlier: ReadonlySignal<boolean>;
  readonly start: () => Promise<void>;
  /** Asks for items again, after `nothing` or `failed`. */
  readonly ask: () => Promise<void>;
  /** Fresh addresses for the packet of an item that does not load. */
  readonly renew: (entry: Entry) => Promise<void>;
  /** Answers the item shown and shows the next, without waiting for anything. */
  readonly answer: (answer: Answer) => void;
  readonly back: () => void;
  readonly forward: () => void;
  /** Takes the answer just given back before it leaves, or opens it for a correction. */
  readonly undoAnswer: (key: string) => Promise<void>;
  /** One from her history, to be corrected. */
  readonly openAgain: (entry: Entry) => void;
  /** She drew or chose something: kept on the device, and her hold on the packet is renewed when due. */
  readonly edited: (entry: Entry, draft: Draft) => void;
  /** Gives back what she has not answered. */
  readonly leave: () => Promise<void>;
  readonly outcome: (row: OutboxRow, revision: number | undefined) => void;
}

export interface WorkNeeds {
  readonly projectId: string;
  readonly personId: string;
  readonly api: Api;
  readonly kept: Kept;
  readonly outbox: () => Outbox;
  readonly now: () => number;
  readonly newId: () => string;
  /** Fetches and decodes media ahead of need. */
  readonly warm: (entries: readonly Entry[]) => void;
  /** A packet came. */
  readonly onPacket: (assignment: AssignmentShape) => void;
}

const WARM_AHEAD = 3;
/** The next packet is asked for when this share of the last one is left. */
const REFILL_SHARE = 0.3;

/** The loop of labelling: assign, show, answer, next. Pure of the DOM. */
export const makeWork = (needs: WorkNeeds): Work => {
  const { api, projectId, personId, kept, now } = needs;
  const phase = signal<Phase>({ state: "asking" });
  const entries = signal<readonly Entry[]>([]);
  const at = signal(0);
  const current = computed(() => (phase.value.state === "working" ? entries.value[at.value] : undefined));
  const leases = new Map<string, Lease>();
  /** Assignments that the server holds open though nothing of them is left to do here (their answers were refused). */
  const spent = new Set<string>();
  let asking: Promise<void> | undefined;

  /** True when there is more to do than before. */
  const take = async (assignment: AssignmentShape): Promise<boolean> => {
    needs.onPacket(assignment);
    const known = await recall(assignment, needs);
    const before = unanswered(entries.value).length;
    batch(() => {
      entries.value = joined(entries.value, assignment, known);
      leases.set(assignment.assignmentId, { leaseMs: assignment.leaseMs, saidAtMs: now() });
      if (phase.value.state !== "working") show(nextOpen(entries.value, -1));
    });
    needs.warm(unanswered(entries.value).slice(0, WARM_AHEAD));
    return unanswered(entries.value).length > before;
  };

  const show = (next: number | undefined): void => {
    if (next === undefined) return;
    const cut = trimmed(entries.value, next);
    batch(() => {
      entries.value = cut.entries;
      at.value = cut.at;
      phase.value = { state: "working" };
    });
    const coming = cut.entries.slice(cut.at).filter((entry) => !entry.answer);
    needs.warm(coming.slice(0, WARM_AHEAD));
  };

  const askOnce = async (): Promise<void> => {
    const isDry = unanswered(entries.value).length === 0;
    // What is answered must have arrived before more is asked for, or the same packet comes back.
    if (isDry) await needs.outbox().flush();
    const open = new Set(unanswered(entries.value).map((entry) => entry.assignmentId));
    const holding = [...open, ...spent].slice(0, 2);
    const found = await api("assign", { path: { projectId }, body: { holding } });
    if (found.state === "nothing") {
      if (isDry) phase.value = found;
      return;
    }
    const { assignmentId } = found.assignment;
    if (await take(found.assignment)) return;
    const wasSpent = spent.has(assignmentId);
    spent.add(assignmentId);
    if (!isDry) return;
    if (wasSpent) phase.value = { state: "nothing", everythingAnswered: false, retryAfterMs: 20_000 };
    else await askOnce();
  };

  const ask = (): Promise<void> => {
    asking ??= (async () => {
      if (!current.value) phase.value = { state: "asking" };
      try {
        await askOnce();
        // The last item was answered while more was asked for in advance, and that brought nothing.
        if (phase.peek().state === "asking") await askOnce();
      } catch (thrown) {
        // While there are items at hand it is no matter: the next answer asks again.
        if (!current.value) phase.value = { state: "failed", problem: asProblem(thrown) };
      } finally {
        asking = undefined;
      }
    })();
    return asking;
  };

  const refill = (): void => {
    const left = unanswered(entries.value);
    const packet = left.at(-1)?.total ?? 0;
    const packets = new Set(left.map((entry) => entry.assignmentId)).size;
    if (left.length <= Math.max(1, Math.ceil(packet * REFILL_SHARE)) && packets <= 1) void ask();
  };

  const stillAtIt = (assignmentId: string): void => {
    const lease = leases.get(assignmentId);
    if (!lease || !isDue(lease, now())) return;
    leases.set(assignmentId, { ...lease, saidAtMs: now() });
    // Not heard is no harm: a late answer is accepted, and the next edit says it again.
    api("extendLease", { path: { projectId, assignmentId }, body: {} }).catch(() => undefined);
  };

  const give = (entry: Entry, answer: Answer): void => {
    const submissionId = needs.newId();
    const { itemId, round } = entry.item;
    const row: OutboxRow = {
      submissionId,
      personId,
      projectId,
      assignmentId: entry.assignmentId,
      itemId,
      round,
      answer,
      queuedAtMs: now(),
      ...(entry.submissionId
        ? { corrects: entry.submissionId }
        : entry.revision === undefined
          ? {}
          : { replaces: entry.revision }),
    };
    entries.value = change(entries.value, keyOf(entry.item), { answer, submissionId });
    void needs.outbox().put(row);
  };

  return {
    phase,
    entries,
    current,
    hasEarlier: computed(() => phase.value.state !== "asking" && at.value > 0),
    start: ask,
    ask,
    renew: async ({ assignmentId }) => {
      const others = new Set(unanswered(entries.value).map((entry) => entry.assignmentId));
      others.delete(assignmentId);
      const holding = [...others].slice(0, 2);
      // What does not come keeps the old address; the page then says that the item does not load.
      const found = await api("assign", { path: { projectId }, body: { holding } }).catch(() => undefined);
      if (found?.state === "assigned") await take(found.assignment);
    },
    answer: (answer) => {
      const entry = current.value;
      if (!entry) return;
      batch(() => {
        if (!isSame(entry.answer, answer)) give(entry, answer);
        const next = nextOpen(entries.value, at.value);
        if (next === undefined) phase.value = { state: "asking" };
        else show(next);
      });
      stillAtIt(entry.assignmentId);
      refill();
    },
    back: () => {
      const from = current.value ? at.value : entries.value.length;
      if (from > 0) show(from - 1);
    },
    forward: () => show(nextOpen(entries.value, at.value)),
    undoAnswer: async (key) => {
      const index = entries.value.findIndex((entry) => keyOf(entry.item) === key);
      const entry = entries.value[index];
      if (!entry?.answer) return;
      show(index);
      const back = entry.submissionId && (await needs.outbox().takeBack(entry.submissionId));
      if (!back) return;
      const draft = draftFrom(entry.answer);
      entries.value = reopened(entries.value, key, draft);
      await kept.keepDraft({ ...entry.item, personId, draft, keptAtMs: now() });
    },
    openAgain: (entry) => {
      const rest = entries.value.filter((one) => keyOf(one.item) !== keyOf(entry.item));
      const place = Math.min(at.value, rest.length);
      batch(() => {
        entries.value = [...rest.slice(0, place), entry, ...rest.slice(place)];
        show(place);
      });
    },
    edited: (entry, draft) => {
      entries.value = change(entries.value, keyOf(entry.item), { draft });
      const { itemId, round } = entry.item;
      void kept.keepDraft({ personId, itemId, round, draft, keptAtMs: now() });
      stillAtIt(entry.assignmentId);
    },
    leave: async () => {
      const open = new Set(unanswered(entries.value).map((entry) => entry.assignmentId));
      await Promise.allSettled([
        needs.outbox().flush(),
        ...[...open].map((assignmentId) =>
          api("release", { path: { projectId, assignmentId }, body: {}, keepalive: true }),
        ),
      ]);
    },
    outcome: (row, revision) => {
      const entry = entries.value.find((one) => one.submissionId === row.submissionId);
      if (!entry || revision === undefined) return;
      const { submissionId: _, ...rest } = entry;
      entries.value = entries.value.map((one) => (one === entry ? { ...rest, revision } : one));
    },
  };
};

/** What this device knows of the items of an assignment: drafts, and answers that wait. */
const recall = async (
  assignment: AssignmentShape,
  { kept, personId, outbox }: WorkNeeds,
): Promise<ReadonlyMap<string, Known>> => {
  const rows = outbox().rows.value;
  const known = await Promise.all(
    assignment.items.map(async (item): Promise<readonly [string, Known]> => {
      const row = rows.filter((one) => one.itemId === item.itemId && one.round === item.round).at(-1);
      const draft = await kept.draft({ personId, itemId: item.itemId, round: item.round });
      return [
        keyOf(item),
        { draft: draft?.draft, queued: row && { answer: row.answer, submissionId: row.submissionId } },
      ];
    }),
  );
  return new Map(known);
};
