import type { Recording } from "../../parts/voice-file.ts";

/** Her own words to a proposal of somebody else: kept while the page is open, also when the sheet is shut over them. */
export interface SecondDraft {
  readonly note: string;
  readonly recording?: Recording | undefined;
}

const NOTHING: SecondDraft = { note: "" };
const drafts = new Map<string, SecondDraft>();

/** What was kept under `key`, which names her and the proposal; nothing said yet where none was. */
export const keptSecond = (key: string): SecondDraft => drafts.get(key) ?? NOTHING;

export const keepSecond = (key: string, draft: SecondDraft): void => {
  drafts.set(key, draft);
};

export const dropSecond = (key: string): void => {
  drafts.delete(key);
};

/** Whether she has said anything of her own. */
export const isBegun = ({ note, recording }: SecondDraft): boolean => note.trim() !== "" || recording !== undefined;
