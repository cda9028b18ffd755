import { refuse } from "../../refusal.ts";
import { byText } from "../tally.ts";
import { normalizedText, type Token, tokensOf } from "./tokens.ts";

/** What one annotator wrote. An empty text is an answer: there is nothing to write. */
export interface TextAnswer {
  readonly annotator: string;
  readonly text: string;
}

/** How much each annotator's word counts; strangers count 1. Handed in, or fitted to the project by `fitTextWeights`. */
export type TextWeights = ReadonlyMap<string, number>;

/** An answer made ready to be compared. */
export interface Written {
  readonly annotator: string;
  /** Normalized: NFC, single spaces. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** What is compared: tokens, or single code points, in lower case unless case matters. */
  readonly signs: readonly string[];
  readonly weight: number;
}

export interface WritingOptions {
  readonly weights?: TextWeights;
  /** What an edit is: a word (a sign, where a script has no spaces), or a code point, for short answers as a number plate. */
  readonly unit?: "word" | "character";
  /** Whether "The" and "the" differ. They are written as most wrote them either way. @default false */
  readonly caseMatters?: boolean;
}

/**
 * Answers in the order of their annotators, normalized and cut into signs. Refuses a second answer of an annotator and a
 * weight that is not a positive number.
 */
export const writtenBy = (
  answers: readonly TextAnswer[],
  { weights = new Map(), unit = "word", caseMatters = false }: WritingOptions,
): readonly Written[] =>
  answers
    .toSorted((a, b) => byText(a.annotator, b.annotator))
    .map(({ annotator, text: raw }, at, inOrder) => {
      if (inOrder[at - 1]?.annotator === annotator) {
        throw refuse("bad-request", `annotator ${annotator} answered this item twice`, { allowed: "one answer each" });
      }
      const weight = weights.get(annotator) ?? 1;
      if (!(weight > 0 && Number.isFinite(weight))) {
        throw refuse("bad-request", `the weight of annotator ${annotator} is ${weight}`, {
          allowed: "a number above 0",
        });
      }
      const text = normalizedText(raw);
      const tokens = tokensOf(text);
      const signs = unit === "word" ? tokens.map((token) => token.text) : [...text];
      return { annotator, text, tokens, signs: caseMatters ? signs : signs.map(signOf), weight };
    });

/** A sign as it is compared where case does not matter. */
export const signOf = (text: string): string => text.toLowerCase();
