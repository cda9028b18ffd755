import { useEffect, useRef, useState } from "preact/hooks";
import { isBlank, type ProposalDraft } from "./draft.ts";
import type { KeptDrafts } from "./kept-drafts.ts";

export interface DraftInHand {
  /** Undefined while the device is asked for one that was kept. */
  readonly draft: ProposalDraft | undefined;
  /** Changes it, and keeps it at once; also after the sheet is gone, for a recording that ends with it. */
  readonly change: (next: (draft: ProposalDraft) => ProposalDraft) => void;
  /** Sent or thrown away: nothing of it stays here. */
  readonly end: () => Promise<void>;
}

/** The draft of a proposal: the one that was kept, else a `fresh` one; undefined `fresh` and nothing kept is no draft. */
export const useDraft = (kept: KeptDrafts, fresh: () => ProposalDraft | undefined, onNone: () => void): DraftInHand => {
  const [draft, setDraft] = useState<ProposalDraft | undefined>(undefined);
  const newest = useRef<ProposalDraft | undefined>(undefined);
  const hasEnded = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    void kept.draft().then((found) => {
      const first = found ?? fresh();
      if (isGone.current) return;
      newest.current = first;
      if (first) setDraft(first);
      else onNone();
    });
    return () => {
      isGone.current = true;
    };
  }, []);
  return {
    draft,
    change: (next) => {
      if (!newest.current || hasEnded.current) return;
      newest.current = next(newest.current);
      if (!isGone.current) setDraft(newest.current);
      void (isBlank(newest.current) ? kept.forget() : kept.keep(newest.current));
    },
    end: async () => {
      hasEnded.current = true;
      await kept.forget();
    },
  };
};
