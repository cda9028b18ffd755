import type { Label, Ontology } from "./ontology.ts";

/**
 * Gives every label its number (COCO's category id): a label that an earlier version knew keeps the number it had, even
 * if versions in between were without it; a new one gets the next that no version ever used.
 */
export const numberLabels = (
  earlier: readonly Pick<Ontology, "labels">[],
  drafts: readonly Omit<Label, "number">[],
): readonly Label[] => {
  const known = new Map(earlier.flatMap(({ labels }) => labels.map((label) => [label.id, label.number] as const)));
  let highest = Math.max(0, ...known.values());
  return drafts.map((draft) => ({ ...draft, number: known.get(draft.id) ?? ++highest }));
};
