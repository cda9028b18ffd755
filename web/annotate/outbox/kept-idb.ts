import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Kept, KeptDraft, OutboxRow } from "./kept.ts";

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxRow; indexes: { person: string } };
  drafts: { key: [string, string, number]; value: KeptDraft; indexes: { keptAtMs: number } };
}

const NAME = "labelloop";
const VERSION = 1;
/** An answer is on the disk before it counts as kept; the browser's default may lose the last ones on a power cut. */
const STRICT: IDBTransactionOptions = { durability: "strict" };

export const keptInIndexedDb = async (): Promise<Kept> => {
  const db: IDBPDatabase<Schema> = await openDB<Schema>(NAME, VERSION, {
    upgrade: (fresh) => {
      fresh.createObjectStore("outbox", { keyPath: "submissionId" }).createIndex("person", "personId");
      fresh
        .createObjectStore("drafts", { keyPath: ["personId", "itemId", "round"] })
        .createIndex("keptAtMs", "keptAtMs");
    },
    // A newer page in another tab wants to change the layout: let it.
    blocking: () => db.close(),
  });
  return {
    rows: async (personId) =>
      (await db.getAllFromIndex("outbox", "person", personId)).sort((a, b) => a.queuedAtMs - b.queuedAtMs),
    queue: async (row) => {
      const tx = db.transaction(["outbox", "drafts"], "readwrite", STRICT);
      await Promise.all([
        tx.objectStore("outbox").put(row),
        tx.objectStore("drafts").delete([row.personId, row.itemId, row.round]),
        tx.done,
      ]);
    },
    settle: async (done, changed) => {
      const tx = db.transaction("outbox", "readwrite", STRICT);
      for (const id of done) void tx.store.delete(id);
      for (const row of changed) if (await tx.store.getKey(row.submissionId)) void tx.store.put(row);
      await tx.done;
    },
    takeBack: async (submissionId) => {
      const tx = db.transaction("outbox", "readwrite", STRICT);
      const row = await tx.store.get(submissionId);
      if (row) void tx.store.delete(submissionId);
      await tx.done;
      return row;
    },
    keepDraft: async (draft) => {
      await db.put("drafts", draft);
    },
    draft: ({ personId, itemId, round }) => db.get("drafts", [personId, itemId, round]),
    forgetDraftsBefore: async (ms) => {
      const tx = db.transaction("drafts", "readwrite");
      let cursor = await tx.store.index("keptAtMs").openCursor(IDBKeyRange.upperBound(ms, true));
      while (cursor) {
        void cursor.delete();
        cursor = await cursor.continue();
      }
      await tx.done;
    },
    lasts: true,
  };
};
