import type { Recording } from "../parts/voice-file.ts";

/** What somebody is about to say: kept while the page is open, also when the dialog is shut over it. */
export interface SayDraft {
  /** A ULID: trying again after a failure sends the same words, not a second time. */
  readonly id: string;
  readonly text: string;
  readonly language: string;
  readonly recording?: Recording | undefined;
  /** Of the recording, once it was sent. */
  readonly voiceKey?: string | undefined;
}

const drafts = new Map<string, SayDraft>();

export const keptDraft = (key: string): SayDraft | undefined => drafts.get(key);

export const keepDraft = (key: string, draft: SayDraft | undefined): void => {
  if (draft) drafts.set(key, draft);
  else drafts.delete(key);
};

/** Whether there is anything to send. */
export const isSaid = ({ text, recording }: Pick<SayDraft, "text" | "recording">): boolean =>
  text.trim() !== "" || recording !== undefined;
