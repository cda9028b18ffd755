import type { AnnotatorId } from "./ids.ts";

/** A, B, … Z, AA, AB, …: as columns of a table are named. */
export const letterAt = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : letterAt(Math.floor(index / 26) - 1) + letterAt(index % 26);

/**
 * A letter for each annotator of one item, by who was accepted first. The same person has another letter elsewhere, so
 * a vendor sees who disagreed with whom, and never who it was.
 */
export const lettersOf = (
  annotations: readonly { readonly annotatorId: AnnotatorId; readonly acceptedAtMs: number }[],
): ReadonlyMap<AnnotatorId, string> => {
  const letters = new Map<AnnotatorId, string>();
  const inOrder = annotations.toSorted(
    (a, b) => a.acceptedAtMs - b.acceptedAtMs || (a.annotatorId < b.annotatorId ? -1 : 1),
  );
  for (const { annotatorId } of inOrder) {
    if (!letters.has(annotatorId)) letters.set(annotatorId, letterAt(letters.size));
  }
  return letters;
};
