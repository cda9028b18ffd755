import type { Membership } from "../core/membership.ts";
import { refuse } from "../core/refusal.ts";
import type { ThreadWord } from "../core/thread.ts";
import type { Deps } from "./deps.ts";
import { speakerOf } from "./shown-thread.ts";
import { heldVoice } from "./voice-notes.ts";

interface Said {
  readonly text?: string | undefined;
  readonly language: string;
  readonly voice?: string | undefined;
}

/** What somebody says now, with her recording looked at. */
export const wordOf = async (
  deps: Deps,
  { projectId, personId, roles }: Membership,
  wordId: string,
  { text, language, voice }: Said,
): Promise<ThreadWord> => ({
  wordId,
  authorId: personId,
  speaker: speakerOf({ roles }),
  ...(text !== undefined && { text }),
  language,
  ...(voice !== undefined && { voice: await heldVoice(deps, projectId, voice) }),
  atMs: deps.now(),
});

/** What was said under an id stays said: other words are never taken for it, and somebody else's not for hers. */
export const refuseOtherWord = (sent: ThreadWord, stands: ThreadWord, field: string): void => {
  const isSame =
    stands.authorId === sent.authorId && stands.text === sent.text && stands.voice?.key === sent.voice?.key;
  if (isSame) return;
  throw refuse("conflict", "something else was said under this id", {
    field,
    value: sent.wordId,
    allowed: "a new ULID for new words, or the same words again",
  });
};
