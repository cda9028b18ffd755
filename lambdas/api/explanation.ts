import * as z from "zod";
import { labelId } from "./shapes.ts";

const reading = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("labelled"), label: labelId }),
  z.object({ kind: z.enum(["none_fit", "cant_tell", "unusable"]) }),
]);
const turn = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["sure", "unsure"]) }),
  z.object({ kind: z.literal("turned"), to: reading }),
]);

/** Why an item came out as it did, in codes that the page says in the reader's language. Names nobody. */
export const explanation = z.object({
  /** Absent where the likeliest are alike. */
  winner: reading.optional(),
  isSure: z.boolean(),
  /** The likeliest first. */
  chances: z.array(z.object({ reading, probability: z.number() })),
  voices: z.array(
    z.object({
      letter: z.string(),
      said: reading,
      /** Beside an average answer. */
      weight: z.enum(["against", "hardly", "half", "one", "two", "three_or_more"]).optional(),
    }),
  ),
  changes: z.array(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("more_answers"), answers: z.int(), for: reading, turn }),
      z.object({ kind: z.literal("without"), letter: z.string(), turn }),
    ]),
  ),
});
export type ExplanationShape = z.input<typeof explanation>;
