import { batch, computed, type ReadonlySignal } from "@preact/signals";
import type { Answer } from "../../../core/annotation.ts";
import type { Draft } from "../engine/editor.ts";
import type { OutboxRow } from "../outbox/kept.ts";
import { draftFrom, isSame } from "./answers.ts";
import { type Asking, type AskingNeeds, makeAsking } from "./asking.ts";
import { change, type Entry, keyOf, nextOpen, reopened, unanswered } from "./entries.ts";
import { type Hands, makeHands, type Phase } from "./hands.ts";

export interface Work {
  readonly phase: ReadonlySignal<Phase>;
  readonly entries: ReadonlySignal<readonly Entry[]>;
  readonly current: ReadonlySignal<Entry | undefined>;
  readonly hasEarlier: ReadonlySignal<boolean>;
  /** Asks for items: at first, and again after `nothing` or `failed`. */
  readonly ask: Asking["ask"];
  readonly renew: Asking["renew"];
  /** Answers the item shown and shows the next, without waiting for anything. */
  readonly answer: (answer: Answer) => void;
  readonly back: () => void;
  readonly forward: () => void;
  /**
   * Takes the answer just given back before it leaves, or opens it for a correction. One whose item is not here yet,
   * after a reload, becomes a draft that the item comes with. True when it came back.
   */
  readonly undoAnswer: (key: string) => Promise<boolean>;
  /** One from her history, to be corrected. */
  readonly openAgain: (entry: Entry) => void;
  /** She drew or chose something: kept on the device, and her hold on the packet is renewed when due. */
  readonly edited: (entry: Entry, draft: Draft) => void;
  /** Gives back what she has not answered. */
  readonly leave: () => Promise<void>;
  /** The server stored an answer under this revision; undefined when it refused it. */
  readonly outcome: (row: OutboxRow, revision: number | undefined) => void;
}

export interface WorkNeeds extends AskingNeeds {
  readonly newId: () => string;
  /** Fetches and decodes media ahead of need. */
  readonly warm: (entries: readonly Entry[]) => void;
}

/** The loop of labelling: assign, show, answer, next. Pure of the DOM. */
export const makeWork = (needs: WorkNeeds): Work => {
  const hands = makeHands(needs.warm);
  const asking = makeAsking(hands, needs);
  const { phase, entries, at, current, show } = hands;
  return {
    phase,
    entries,
    current,
    hasEarlier: computed(() => phase.value.state !== "asking" && at.value > 0),
    ask: asking.ask,
    renew: asking.renew,
    answer: (answer) => {
      const entry = current.value;
      if (!entry) return;
      batch(() => {
        if (!isSame(entry.answer, answer)) give(entry, answer, hands, needs);
        const next = nextOpen(entries.value, at.value);
        if (next === undefined) phase.value = { state: "asking" };
        else show(next);
      });
      asking.stillAtIt(entry.assignmentId);
      asking.refill();
    },
    back: () => {
      const from = current.value ? at.value : entries.value.length;
      if (from > 0) show(from - 1);
    },
    forward: () => show(nextOpen(entries.value, at.value)),
    undoAnswer: (key) => undoAnswer(key, hands, needs),
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
      void keepDraft(entry.item, draft, needs);
      asking.stillAtIt(entry.assignmentId);
    },
    leave: () => leave(hands, needs),
    outcome: (row, revision) => {
      const entry = entries.value.find((one) => one.submissionId === row.submissionId);
      if (!entry || revision === undefined) return;
      const { submissionId: _, ...rest } = entry;
      entries.value = entries.value.map((one) => (one === entry ? { ...rest, revision } : one));
    },
  };
};

const give = (entry: Entry, answer: Answer, { entries }: Hands, needs: WorkNeeds): void => {
  const submissionId = needs.newId();
  const { itemId, round } = entry.item;
  const before = entry.revision === undefined ? {} : { replaces: entry.revision };
  entries.value = change(entries.value, keyOf(entry.item), { answer, submissionId });
  void needs.outbox().put({
    submissionId,
    personId: needs.personId,
    projectId: needs.projectId,
    assignmentId: entry.assignmentId,
    itemId,
    round,
    answer,
    queuedAtMs: needs.now(),
    ...(entry.submissionId ? { corrects: entry.submissionId } : before),
  });
};

const undoAnswer = async (key: string, { entries, show }: Hands, needs: WorkNeeds): Promise<boolean> => {
  const index = entries.value.findIndex((entry) => keyOf(entry.item) === key);
  const entry = entries.value[index];
  if (!entry) return undoUnseen(key, needs);
  if (!entry.answer) return false;
  show(index);
  const isBack = entry.submissionId && (await needs.outbox().takeBack(entry.submissionId));
  if (!isBack) return false;
  const draft = draftFrom(entry.answer);
  entries.value = reopened(entries.value, key, draft);
  await keepDraft(entry.item, draft, needs);
  return true;
};

const undoUnseen = async (key: string, needs: WorkNeeds): Promise<boolean> => {
  const { outbox, projectId } = needs;
  const row = outbox().rows.value.findLast((one) => one.projectId === projectId && keyOf(one) === key && !one.refused);
  // The item of a correction is done and would not come again: nobody would open the draft.
  if (!row || row.corrects !== undefined || row.replaces !== undefined) return false;
  const taken = await outbox().takeBack(row.submissionId);
  if (!taken) return false;
  await keepDraft(taken, draftFrom(taken.answer), needs);
  return true;
};

const keepDraft = (
  { itemId, round }: Pick<OutboxRow, "itemId" | "round">,
  draft: Draft,
  { kept, personId, now }: WorkNeeds,
): Promise<void> => kept.keepDraft({ personId, itemId, round, draft, keptAtMs: now() });

const leave = async ({ entries }: Hands, { api, projectId, outbox }: WorkNeeds): Promise<void> => {
  const open = new Set(unanswered(entries.value).map((entry) => entry.assignmentId));
  const releases = [...open].map((assignmentId) =>
    api("release", { path: { projectId, assignmentId }, body: {}, keepalive: true }),
  );
  // What is not heard is found by the server when the lease ends.
  await Promise.allSettled([outbox().flush(), ...releases]);
};
