import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fuseSpans, type SpanOptions } from "../../../../core/consensus/text/fuse-spans.ts";
import { EVERYONE_MARKS_ALIKE } from "../../../../core/consensus/text/span-model.ts";
import type { SpanAnswer } from "../../../../core/consensus/text/spans.ts";
import { type Mark, marks, placesOf, someAnswers } from "./marks.ts";

const P = "place";
const spansOf = (answers: readonly SpanAnswer[], options?: SpanOptions): readonly Mark[] =>
  placesOf(fuseSpans(answers, options).spans);
const doubtsOf = (answers: readonly SpanAnswer[], options?: SpanOptions) => fuseSpans(answers, options).doubts;

describe("spans of several annotators", () => {
  it("keeps the code points that more than half marked", () => {
    const answers = [marks("a", [0, 8, P]), marks("b", [2, 8, P]), marks("c", [2, 10, P], [20, 25, P])];
    expect(fuseSpans(answers)).toMatchObject({
      spans: [
        {
          start: 2,
          end: 8,
          label: P,
          agreement: 1,
          annotators: ["a", "b", "c"],
          startRange: [0, 2],
          endRange: [8, 10],
        },
      ],
      doubts: [],
    });
  });

  it("is less sure of a span that somebody did not mark, and never certain", () => {
    const all = fuseSpans([marks("a", [0, 8, P]), marks("b", [0, 8, P]), marks("c", [0, 8, P])]).spans[0]!;
    const most = fuseSpans([marks("a", [0, 8, P]), marks("b", [0, 8, P]), marks("c")]).spans[0]!;
    expect(all).toMatchObject({ agreement: 1, confidence: expect.closeTo(16 / 17) });
    expect(most.agreement).toBeCloseTo(2 / 3);
    expect(most.confidence).toBeLessThan(all.confidence);
    expect(most.confidence).toBeGreaterThan(0.5);
  });

  it("calls even votes a doubt, and lets nothing stand", () => {
    const answers = [marks("a", [3, 6, P]), marks("b")];
    expect(spansOf(answers)).toEqual([]);
    expect(doubtsOf(answers)).toEqual([{ start: 3, end: 6, labels: [P] }]);
  });

  it("does not call the ragged edge of a span a doubt", () => {
    expect(doubtsOf([marks("a", [0, 5, P]), marks("b", [0, 7, P])])).toEqual([]);
  });

  it("takes the word of one, at four to one", () => {
    expect(fuseSpans([marks("a", [3, 6, P])]).spans).toMatchObject([
      { start: 3, end: 6, confidence: expect.closeTo(0.8, 12) },
    ]);
  });

  it("says that nothing is here when nobody marked anything, and knows nothing without answers", () => {
    expect(fuseSpans([marks("a"), marks("b")])).toEqual({ spans: [], doubts: [], agreement: 1 });
    expect(fuseSpans([])).toEqual({ spans: [], doubts: [], agreement: 0 });
  });

  it("drops what is shorter than the least length", () => {
    const answers = [marks("a", [0, 1, P], [4, 9, P])];
    expect(spansOf(answers, { minLength: 2 })).toEqual([[4, 9, P]]);
  });

  it("weighs the word of someone who marks too much less", () => {
    const model = {
      ...EVERYONE_MARKS_ALIKE,
      annotators: new Map([
        ["careless", { miss: 0.1, falseAlarm: 0.8 }],
        ["careful", { miss: 0.1, falseAlarm: 0.05 }],
      ]),
    };
    const answers = [marks("careless", [0, 4, P]), marks("careful", [10, 14, P])];
    expect(spansOf(answers, { model })).toEqual([[10, 14, P]]);
    expect(doubtsOf(answers)).toHaveLength(2);
  });

  it("refuses a second answer, a broken span, and one outside the text", () => {
    expect(() => fuseSpans([marks("a"), marks("a")])).toThrow("annotator a answered this item twice");
    expect(() => fuseSpans([marks("a", [4, 4, P])])).toThrow("a span from 4 to 4 is not in this text");
    expect(() => fuseSpans([marks("a", [0, 5, P])], { textLength: 4 })).toThrow("0 to 5");
  });
});

describe("touching spans", () => {
  it("stay two where the same people part them", () => {
    const two = [
      [0, 5, P],
      [5, 10, P],
    ] as const;
    expect(spansOf([marks("a", ...two), marks("b", ...two), marks("c", [0, 10, P])])).toEqual(two);
    expect(spansOf([marks("a", ...two)])).toEqual(two);
  });

  it("stay two where people agree that there are two, but not to the letter where", () => {
    const answers = [
      marks("a", [0, 5, P], [5, 10, P]),
      marks("b", [0, 6, P], [6, 10, P]),
      marks("c", [0, 4, P], [4, 10, P]),
    ];
    expect(spansOf(answers)).toEqual([
      [0, 5, P],
      [5, 10, P],
    ]);
  });

  it("are one where half or more mark one", () => {
    const answers = [marks("a", [0, 5, P], [5, 10, P]), marks("b", [0, 10, P])];
    expect(spansOf(answers)).toEqual([[0, 10, P]]);
  });

  it("are two where nobody marked across, whoever marked which", () => {
    const answers = [marks("a", [0, 5, P]), marks("b", [0, 5, P], [5, 10, P]), marks("c", [5, 10, P])];
    expect(spansOf(answers)).toEqual([
      [0, 5, P],
      [5, 10, P],
    ]);
  });
});

describe("labels over each other", () => {
  const both = [marks("a", [0, 9, P], [4, 9, "person"]), marks("b", [0, 9, P], [4, 9, "person"])];
  it("may both stand", () => {
    expect(spansOf(both)).toEqual([
      [0, 9, P],
      [4, 9, "person"],
    ]);
  });

  it("exclude each other where the project says so: the shorter span counts", () => {
    expect(spansOf(both, { overlapping: false })).toEqual([
      [0, 4, P],
      [4, 9, "person"],
    ]);
  });

  it("are a doubt where a place is agreed and its label is not", () => {
    const answers = [marks("a", [0, 5, P]), marks("b", [0, 5, "person"]), marks("c")];
    expect(spansOf(answers, { overlapping: false })).toEqual([]);
    expect(
      doubtsOf([...answers.slice(0, 2), marks("c", [0, 5, P]), marks("d", [0, 5, "person"])], { overlapping: false }),
    ).toEqual([{ start: 0, end: 5, labels: ["person", P] }]);
  });
});

describe("labels that exclude each other", () => {
  it("leave a doubt where most see something, whatever they call it", () => {
    const answers = [
      marks("a", [0, 5, P]),
      marks("b", [0, 5, P]),
      marks("c", [0, 5, "person"]),
      marks("d", [0, 5, "person"]),
      marks("e"),
    ];
    expect(fuseSpans(answers, { overlapping: false })).toMatchObject({
      spans: [],
      doubts: [{ start: 0, end: 5, labels: ["person", P] }],
    });
    expect(fuseSpans(answers)).toMatchObject({ spans: [], doubts: [] });
  });
});

describe("whatever people mark", () => {
  const withOptions = fc.record({ overlapping: fc.boolean(), minLength: fc.integer({ min: 1, max: 3 }) });

  it("who came first does not matter, to the bit", () => {
    fc.assert(
      fc.property(someAnswers, withOptions, fc.infiniteStream(fc.double({ noNaN: true })), (answers, options, luck) => {
        const shuffled = answers
          .map((answer) => ({ ...answer, spans: answer.spans.toReversed() }))
          .map((answer) => ({ answer, at: luck.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ answer }) => answer);
        expect(fuseSpans(shuffled, options)).toEqual(fuseSpans(answers, options));
      }),
    );
  });

  it("spans are apart, long enough, begin and end where somebody's do, and have honest numbers", () => {
    fc.assert(
      fc.property(someAnswers, withOptions, (answers, options) => {
        const edges = new Set(answers.flatMap(({ spans }) => spans.flatMap(({ start, end }) => [start, end])));
        const { spans, agreement } = fuseSpans(answers, options);
        expect(agreement).toBeGreaterThanOrEqual(0);
        expect(agreement).toBeLessThanOrEqual(1);
        spans.forEach(({ start, end, label, confidence }, at) => {
          expect(end - start).toBeGreaterThanOrEqual(options.minLength);
          expect(edges.has(start) && edges.has(end)).toBe(true);
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThan(1);
          const next = spans.slice(at + 1).find((other) => !options.overlapping || other.label === label);
          if (next) expect(next.start).toBeGreaterThanOrEqual(end);
        });
      }),
    );
  });

  it("someone who marks just what stands takes nothing away", () => {
    fc.assert(
      fc.property(someAnswers, withOptions, (answers, options) => {
        const before = spansOf(answers, options);
        expect(spansOf([...answers, marks("newcomer", ...before)], options)).toEqual(before);
      }),
    );
  });

  it("new names for people change no span", () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const renamed = answers.map((answer, at) => ({ ...answer, annotator: `z${9 - at}` }));
        expect(spansOf(renamed)).toEqual(spansOf(answers));
      }),
    );
  });
});
