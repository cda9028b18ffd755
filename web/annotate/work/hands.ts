import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Problem } from "../../problem.ts";
import { type Entry, trimmed } from "./entries.ts";

/** What the page shows: an item (`working`), or why there is none. */
export type Phase =
  | { readonly state: "asking" }
  | { readonly state: "working" }
  | { readonly state: "nothing"; readonly everythingAnswered: boolean; readonly retryAfterMs: number }
  | { readonly state: "failed"; readonly problem: Problem };

/** The items in her hands, and which of them she looks at. */
export interface Hands {
  readonly phase: Signal<Phase>;
  readonly entries: Signal<readonly Entry[]>;
  readonly at: ReadonlySignal<number>;
  readonly current: ReadonlySignal<Entry | undefined>;
  readonly show: (index: number | undefined) => void;
}

const WARM_AHEAD = 3;

/** `warm` fetches and decodes the media of what comes next. */
export const makeHands = (warm: (entries: readonly Entry[]) => void): Hands => {
  const phase = signal<Phase>({ state: "asking" });
  const entries = signal<readonly Entry[]>([]);
  const at = signal(0);
  return {
    phase,
    entries,
    at,
    current: computed(() => (phase.value.state === "working" ? entries.value[at.value] : undefined)),
    show: (index) => {
      if (index === undefined) return;
      const cut = trimmed(entries.peek(), index);
      batch(() => {
        entries.value = cut.entries;
        at.value = cut.at;
        phase.value = { state: "working" };
      });
      const coming = cut.entries.slice(cut.at).filter((entry) => !entry.answer);
      warm(coming.slice(0, WARM_AHEAD));
    },
  };
};
