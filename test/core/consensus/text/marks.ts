import fc from "fast-check";
import type { MarkedSpan, SpanAnswer } from "../../../../core/consensus/text/spans.ts";

/** `[start, end, label]` each, in code points. */
export type Mark = readonly [number, number, string];

export const marks = (annotator: string, ...all: readonly Mark[]): SpanAnswer => ({
  annotator,
  spans: all.map(([start, end, label], at): MarkedSpan => ({ id: `${annotator}${at}`, start, end, label })),
});

/** Of each span its place and label. */
export const placesOf = (spans: readonly { start: number; end: number; label: string }[]): readonly Mark[] =>
  spans.map(({ start, end, label }): Mark => [start, end, label]);

const aMark = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 8 }), fc.constantFrom("place", "person"))
  .map(([start, length, label]): Mark => [start, start + length, label]);

/** Up to six annotators with up to five spans each over thirty code points. */
export const someAnswers: fc.Arbitrary<readonly SpanAnswer[]> = fc
  .array(fc.array(aMark, { maxLength: 5 }), { maxLength: 6 })
  .map((all) => all.map((own, at) => marks(`annotator-${at}`, ...own)));
