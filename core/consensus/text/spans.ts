import { refuse } from "../../refusal.ts";
import { byText } from "../tally.ts";

/** A place in a text: from a code point (never a UTF-16 unit) up to, not including, another. At least one code point. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A labelled place. */
export interface Span extends Place {
  readonly label: string;
}

/** A span as an annotator marked it. `id` is unique within the annotation: relations name it. */
export interface MarkedSpan extends Span {
  readonly id: string;
}

/** All that one annotator marked in one item: an empty list says "nothing here". */
export interface SpanAnswer {
  readonly annotator: string;
  readonly spans: readonly MarkedSpan[];
}

/** By place, then label: the order of every list of spans that a method gives. */
export const bySpan = (a: Span, b: Span): number => a.start - b.start || a.end - b.end || byText(a.label, b.label);

/** The code points that two places share. */
export const sharedLength = (a: Place, b: Place): number =>
  Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

/** Intersection over union of two places, 0 to 1. */
export const overlapOf = (a: Place, b: Place): number => {
  const shared = sharedLength(a, b);
  return shared / (a.end - a.start + (b.end - b.start) - shared);
};

/**
 * The answers in the order of their annotators, each with its spans by place, so that no order of arrival is left in
 * them. Refuses a second answer of an annotator, a span id used twice, and a span that is empty, broken or (where the
 * length of the text is given) outside it.
 */
export const orderedAnswers = <Answer extends SpanAnswer>(
  answers: readonly Answer[],
  textLength?: number,
): readonly Answer[] => {
  const inOrder = answers.toSorted((a, b) => byText(a.annotator, b.annotator));
  inOrder.forEach(({ annotator, spans }, at) => {
    if (inOrder[at - 1]?.annotator === annotator) {
      throw refuse("bad-request", `annotator ${annotator} answered this item twice`, { allowed: "one answer each" });
    }
    if (new Set(spans.map(({ id }) => id)).size < spans.length) {
      throw refuse("bad-request", `annotator ${annotator} used the id of a span twice`);
    }
    for (const span of spans) checkPlace(span, textLength ?? Number.MAX_SAFE_INTEGER);
  });
  return inOrder.map((answer) => ({
    ...answer,
    spans: answer.spans.toSorted((a, b) => bySpan(a, b) || byText(a.id, b.id)),
  }));
};

const checkPlace = ({ start, end }: Place, most: number): void => {
  if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= most) return;
  throw refuse("bad-request", `a span from ${start} to ${end} is not in this text`, {
    value: `${start}–${end}`,
    allowed: `whole code points, 0 ≤ start < end ≤ ${most}`,
  });
};
