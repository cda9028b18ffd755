import fc from "fast-check";
import type { TextAnswer } from "../../../../core/consensus/text/free-text.ts";

/** One answer each, by annotators a, b, c …. */
export const written = (...texts: readonly string[]): readonly TextAnswer[] =>
  texts.map((text, at) => ({ annotator: String.fromCharCode(97 + at), text }));

/** Up to six short texts of few words, with punctuation, case, other scripts and emptiness. */
export const someTexts: fc.Arbitrary<readonly TextAnswer[]> = fc
  .array(
    fc
      .array(fc.constantFrom("the", "The", "beetle", "eats", "leaf.", "a", "葉を", "🐛", "हिन्दी"), { maxLength: 7 })
      .map((words) => words.join(" ")),
    { maxLength: 6 },
  )
  .map((texts) => written(...texts));

/** Some weights for annotators a to f. */
export const someWeights = fc
  .array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 })
  .map((weights) => new Map(weights.map((weight, at) => [String.fromCharCode(97 + at), weight])));
