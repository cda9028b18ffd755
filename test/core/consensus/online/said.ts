import fc from "fast-check";
import type { ItemLabel } from "../../../../core/consensus/online/learn-skills.ts";

export const LABELS = ["ant", "bee", "moth"] as const;

/** Up to 60 labels by up to 6 annotators for up to 12 items, one of each annotator for an item. */
export const someLabels = (labels: readonly string[] = LABELS): fc.Arbitrary<readonly ItemLabel[]> =>
  fc
    .uniqueArray(fc.record({ item: fc.integer({ min: 0, max: 11 }), annotator: fc.integer({ min: 0, max: 5 }) }), {
      maxLength: 60,
      selector: ({ item, annotator }) => `${item} ${annotator}`,
    })
    .chain((pairs) =>
      fc.array(fc.constantFrom(...labels), { minLength: pairs.length, maxLength: pairs.length }).map((said) =>
        pairs.map(({ item, annotator }, at) => ({
          itemId: `item-${item}`,
          annotatorId: `annotator-${annotator}`,
          label: said[at] ?? "",
        })),
      ),
    );

/** The answers to each item. */
export const byItem = (said: readonly ItemLabel[]): readonly (readonly ItemLabel[])[] => [
  ...Map.groupBy(said, ({ itemId }) => itemId).values(),
];
