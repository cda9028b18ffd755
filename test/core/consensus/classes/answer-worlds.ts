import fc from "fast-check";
import { type ClassAnswers, classAnswers } from "../../../../core/consensus/classes/class-answers.ts";
import { seeded } from "../../../../core/seeded.ts";

export interface Row {
  readonly item: number;
  readonly annotator: number;
  readonly label: number;
}

export interface World {
  readonly items: number;
  readonly annotators: number;
  readonly labels: number;
  readonly rows: readonly Row[];
}

/** Any few answers at all, sensible or not: at most one of an annotator to an item, some items and annotators without. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    items: fc.integer({ min: 1, max: 8 }),
    annotators: fc.integer({ min: 1, max: 6 }),
    labels: fc.integer({ min: 2, max: 4 }),
  })
  .chain((size) =>
    fc
      .uniqueArray(
        fc.record({
          item: fc.nat(size.items - 1),
          annotator: fc.nat(size.annotators - 1),
          label: fc.nat(size.labels - 1),
        }),
        { selector: ({ item, annotator }) => item * size.annotators + annotator, maxLength: 40 },
      )
      .map((rows) => ({ ...size, rows })),
  );

/** A project as people make it: each of 12 annotators right 55 to 95 times of a hundred, three to six answers an item. */
export const likelyWorld: fc.Arbitrary<World & { readonly truth: Int32Array }> = fc
  .record({ seed: fc.nat(), items: fc.integer({ min: 5, max: 40 }), labels: fc.integer({ min: 2, max: 5 }) })
  .map(({ seed, items, labels }) => {
    const random = seeded(seed);
    const annotators = 12;
    const skill = Array.from({ length: annotators }, () => random.between(0.55, 0.95));
    const truth = Int32Array.from({ length: items }, () => random.whole(0, labels - 1));
    const rows = [...truth.entries()].flatMap(([item, right]) => {
      const first = random.whole(0, annotators - 1);
      return Array.from({ length: random.whole(3, 6) }, (_, at) => {
        const annotator = (first + at) % annotators;
        const wrong = (right + random.whole(1, labels - 1)) % labels;
        return { item, annotator, label: random.chance(skill[annotator]!) ? right : wrong };
      });
    });
    return { items, annotators, labels, rows, truth };
  });

export const answersOf = ({ rows, ...size }: World): ClassAnswers =>
  classAnswers(
    {
      item: Int32Array.from(rows, ({ item }) => item),
      annotator: Int32Array.from(rows, ({ annotator }) => annotator),
      label: Int32Array.from(rows, ({ label }) => label),
    },
    size,
  );

/** Answers by item: `[[0, 1], [2]]` are two annotators on the first item and one on the second. The n-th answer is annotator n's. */
export const answered = (labels: number, items: readonly (readonly number[])[]): ClassAnswers =>
  answersOf({
    items: items.length,
    annotators: Math.max(1, ...items.map(({ length }) => length)),
    labels,
    rows: items.flatMap((given, item) => given.map((label, annotator) => ({ item, annotator, label }))),
  });
