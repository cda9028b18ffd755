import type { Answer } from "../../../core/annotation.ts";
import type { Draft } from "../engine/editor.ts";

/** An answer on its way. Kept on the device until the server has said what became of it. */
export interface OutboxRow {
  /** Also the key here: the same one again is the same answer again, on both sides. */
  readonly submissionId: string;
  /** Several people may share a phone; nobody's answer is sent as somebody else's. */
  readonly personId: string;
  readonly projectId: string;
  readonly assignmentId: string;
  readonly itemId: string;
  readonly round: number;
  readonly answer: Answer;
  /** The revision that this one corrects. */
  readonly replaces?: number;
  /** The submission that this one corrects, while its revision is not known yet: it waits for that one. */
  readonly corrects?: string;
  /** Order of giving. */
  readonly queuedAtMs: number;
  /** Why the server said no: then it lies on the shelf for her to look at, and is never dropped by itself. */
  readonly refused?: { readonly code: string; readonly message: string };
}

/** What stands on an item that is not sent yet. */
export interface KeptDraft {
  readonly personId: string;
  readonly itemId: string;
  readonly round: number;
  readonly draft: Draft;
  readonly keptAtMs: number;
}

export type DraftKey = Pick<KeptDraft, "personId" | "itemId" | "round">;

/** The device's memory. Each method is one transaction: after a crash all of it happened, or none. */
export interface Kept {
  readonly rows: (personId: string) => Promise<readonly OutboxRow[]>;
  /** Takes an answer in and its draft away. */
  readonly queue: (row: OutboxRow) => Promise<void>;
  /** What a flush learned: rows that are done, rows that changed. Rows taken back meanwhile stay away. */
  readonly settle: (done: readonly string[], changed: readonly OutboxRow[]) => Promise<void>;
  /** Takes a row back, unless it is gone; gives it when it was there. */
  readonly takeBack: (submissionId: string) => Promise<OutboxRow | undefined>;
  readonly keepDraft: (draft: KeptDraft) => Promise<void>;
  readonly draft: (key: DraftKey) => Promise<KeptDraft | undefined>;
  /** Drafts of items that never came back. */
  readonly forgetDraftsBefore: (ms: number) => Promise<void>;
  /** False when it lives in memory only: then the page must stay open until all is sent. */
  readonly lasts: boolean;
}
