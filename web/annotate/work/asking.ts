import { batch } from "@preact/signals";
import type { AssignmentShape } from "../../../lambdas/api/work.ts";
import type { Api } from "../../api.ts";
import { asProblem } from "../../problem.ts";
import type { Kept } from "../outbox/kept.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { type Entry, joined, type Known, keyOf, nextOpen, unanswered } from "./entries.ts";
import type { Hands } from "./hands.ts";
import { isDue, type Lease } from "./lease.ts";

export interface AskingNeeds {
  readonly projectId: string;
  readonly personId: string;
  readonly api: Api;
  readonly kept: Kept;
  readonly outbox: () => Outbox;
  readonly now: () => number;
  /** A packet came. */
  readonly onPacket: (assignment: AssignmentShape) => void;
}

export interface Asking {
  /** Asks for items; one question at a time. */
  readonly ask: () => Promise<void>;
  /** Asks for the next packet when the last one runs low. */
  readonly refill: () => void;
  /** Fresh addresses for the packet of an item that does not load. */
  readonly renew: (entry: Entry) => Promise<void>;
  /** Says that she is still at it, when that is due. */
  readonly stillAtIt: (assignmentId: string) => void;
}

/** The next packet is asked for when this share of the last one is left. */
const REFILL_SHARE = 0.3;
/** What the browser tells of what it holds, at most (lambdas/api/work.ts). */
const HOLDING_MAX = 2;

/** How items come into her hands, and are held for her. */
export const makeAsking = (hands: Hands, needs: AskingNeeds): Asking => {
  const { api, projectId, now } = needs;
  const { phase, entries, current } = hands;
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
      hands.show(phase.peek().state === "working" ? hands.at.peek() : nextOpen(entries.value, -1));
    });
    return unanswered(entries.value).length > before;
  };

  const askOnce = async (): Promise<void> => {
    const isDry = unanswered(entries.value).length === 0;
    // What is answered must have arrived before more is asked for, or the same packet comes back.
    if (isDry) await needs.outbox().flush();
    const open = new Set(unanswered(entries.value).map((entry) => entry.assignmentId));
    const holding = [...open, ...spent].slice(0, HOLDING_MAX);
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

  const askUntilKnown = async (): Promise<void> => {
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
  };
  const ask = (): Promise<void> => {
    asking ??= askUntilKnown();
    return asking;
  };

  return {
    ask,
    refill: () => {
      const left = unanswered(entries.value);
      const packet = left.at(-1)?.total ?? 0;
      const packets = new Set(left.map((entry) => entry.assignmentId)).size;
      if (left.length <= Math.max(1, Math.ceil(packet * REFILL_SHARE)) && packets <= 1) void ask();
    },
    renew: async ({ assignmentId }) => {
      const others = new Set(unanswered(entries.value).map((entry) => entry.assignmentId));
      others.delete(assignmentId);
      const holding = [...others].slice(0, HOLDING_MAX);
      // What does not come keeps the old address; the page then says that the item does not load.
      const found = await api("assign", { path: { projectId }, body: { holding } }).catch(() => undefined);
      if (found?.state === "assigned") await take(found.assignment);
    },
    stillAtIt: (assignmentId) => {
      const lease = leases.get(assignmentId);
      if (!lease || !isDue(lease, now())) return;
      leases.set(assignmentId, { ...lease, saidAtMs: now() });
      // Not heard is no harm: a late answer is accepted, and the next edit says it again.
      api("extendLease", { path: { projectId, assignmentId }, body: {} }).catch(() => undefined);
    },
  };
};

/** What this device knows of the items of an assignment: drafts, and answers that wait. */
const recall = async (
  assignment: AssignmentShape,
  { kept, personId, outbox }: AskingNeeds,
): Promise<ReadonlyMap<string, Known>> => {
  const rows = outbox().rows.value;
  const known = await Promise.all(
    assignment.items.map(async (item): Promise<readonly [string, Known]> => {
      const row = rows.filter((one) => one.itemId === item.itemId && one.round === item.round).at(-1);
      const draft = await kept.draft({ personId, itemId: item.itemId, round: item.round });
      const queued = row && { answer: row.answer, submissionId: row.submissionId };
      return [keyOf(item), { draft: draft?.draft, queued }];
    }),
  );
  return new Map(known);
};
