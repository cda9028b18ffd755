import type { Reading } from "../online/outcome-under.ts";

/** How much an answer counts in this item, beside that of an average annotator. In words, never in numbers. */
export type Weight = "against" | "hardly" | "half" | "one" | "two" | "three_or_more";

/** One person's answer. Letters are of this item alone: the same person has another elsewhere. */
export interface Voice {
  readonly letter: string;
  readonly said: Reading;
  /** Absent where the answer is for no class: it cannot be weighed against one. */
  readonly weight?: Weight;
}

/** What would become of an item: less sure than asked for, sure enough, or another result. */
export type Turn =
  | { readonly kind: "unsure" }
  | { readonly kind: "sure" }
  | { readonly kind: "turned"; readonly to: Reading };

/** What would change it: the smallest number of answers that does. */
export type Change =
  | { readonly kind: "more_answers"; readonly answers: number; readonly for: Reading; readonly turn: Turn }
  | { readonly kind: "without"; readonly letter: string; readonly turn: Turn };

export interface Chance {
  readonly reading: Reading;
  readonly probability: number;
}

/** Why an item came out as it did: codes and parameters, so that a page can say them in any language. */
export type Explanation =
  | { readonly kind: "unanswered" }
  | {
      readonly kind: "answered";
      /** Absent where the likeliest are alike: `chances` begins with them. */
      readonly winner?: Reading;
      readonly isSure: boolean;
      /** The likeliest first, of equals in order of their labels: what anybody said, and at least the two likeliest. */
      readonly chances: readonly Chance[];
      /** In order of letters. */
      readonly voices: readonly Voice[];
      readonly changes: readonly Change[];
    };
