import type { DraftKey, Kept, KeptDraft, OutboxRow } from "./kept.ts";

/** For browsers that keep nothing (private windows, a full disk): the page says so and asks to stay open. */
export const keptInMemory = (): Kept => {
  const outbox = new Map<string, OutboxRow>();
  const drafts = new Map<string, KeptDraft>();
  const keyOf = ({ personId, itemId, round }: DraftKey): string => `${personId} ${itemId} ${round}`;
  return {
    rows: async (personId) =>
      [...outbox.values()].filter((row) => row.personId === personId).sort((a, b) => a.queuedAtMs - b.queuedAtMs),
    queue: async (row) => {
      outbox.set(row.submissionId, row);
      drafts.delete(keyOf(row));
    },
    settle: async (done, changed) => {
      for (const id of done) outbox.delete(id);
      for (const row of changed) if (outbox.has(row.submissionId)) outbox.set(row.submissionId, row);
    },
    takeBack: async (submissionId) => {
      const row = outbox.get(submissionId);
      outbox.delete(submissionId);
      return row;
    },
    keepDraft: async (draft) => {
      drafts.set(keyOf(draft), draft);
    },
    draft: async (key) => drafts.get(keyOf(key)),
    forgetDraftsBefore: async (ms) => {
      for (const [key, draft] of drafts) if (draft.keptAtMs < ms) drafts.delete(key);
    },
    lasts: false,
  };
};
