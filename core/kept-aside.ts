import { EXAMPLES_FOLDER } from "./example-key.ts";
import { VOICE_FOLDER } from "./voice-note.ts";

/** Folders of a project's files that hold no items: ingest passes them by, and no dropped file may lie there. */
export const KEPT_ASIDE = [EXAMPLES_FOLDER, VOICE_FOLDER] as const;

/** Of a key's part after its project's prefix: whether it lies where no items do. */
export const isKeptAside = (part: string): boolean => KEPT_ASIDE.some((folder) => part.startsWith(`${folder}/`));
