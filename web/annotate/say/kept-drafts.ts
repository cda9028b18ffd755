import { type DBSchema, openDB } from "idb";
import type { ProposalDraft } from "./draft.ts";

interface KeptProposal {
  readonly personId: string;
  readonly projectId: string;
  readonly draft: ProposalDraft;
}
interface Schema extends DBSchema {
  drafts: { key: [string, string]; value: KeptProposal };
}

/** The device's memory of a proposal that is not sent: one a person and project, with what she recorded. */
export interface KeptDrafts {
  readonly draft: () => Promise<ProposalDraft | undefined>;
  readonly keep: (draft: ProposalDraft) => Promise<void>;
  readonly forget: () => Promise<void>;
  /** False where the browser keeps nothing: then it lives as long as the page. */
  readonly lasts: () => boolean;
}

/** Apart from the memory of answers: what is wrong with one must not hold up the other. */
const NAME = "labelloop-proposals";
const VERSION = 1;

/** What lives as long as the page, by person and project. */
const memory = new Map<string, ProposalDraft>();

/** Never rejects: what the disk does not take is held in memory. */
export const keptDrafts = (personId: string, projectId: string): KeptDrafts => {
  const place = `${personId} ${projectId}`;
  let lasts = true;
  const opened = openDB<Schema>(NAME, VERSION, {
    upgrade: (fresh) => {
      fresh.createObjectStore("drafts", { keyPath: ["personId", "projectId"] });
    },
  });
  const onDisk = async <Result>(act: (db: Awaited<typeof opened>) => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await act(await opened);
    } catch {
      lasts = false;
      return undefined;
    }
  };
  return {
    draft: async () => memory.get(place) ?? (await onDisk((db) => db.get("drafts", [personId, projectId])))?.draft,
    keep: async (draft) => {
      memory.set(place, draft);
      await onDisk((db) => db.put("drafts", { personId, projectId, draft }));
    },
    forget: async () => {
      memory.delete(place);
      await onDisk((db) => db.delete("drafts", [personId, projectId]));
    },
    lasts: () => lasts,
  };
};
