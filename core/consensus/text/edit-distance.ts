/**
 * The least number of insertions, deletions and replacements that turn one sequence into the other (Levenshtein 1966), in
 * memory of one row. Signs are the same where they are equal as text.
 */
export const editDistance = (a: readonly string[], b: readonly string[]): number => {
  const row = Int32Array.from({ length: b.length + 1 }, (_, at) => at);
  a.forEach((sign, i) => {
    let diagonal = i;
    row[0] = i + 1;
    b.forEach((other, j) => {
      const replaced = diagonal + (sign === other ? 0 : 1);
      diagonal = row[j + 1]!;
      row[j + 1] = Math.min(replaced, diagonal + 1, row[j]! + 1);
    });
  });
  return row[b.length]!;
};

/** The edit distance over the longer length: 0 for the same, 1 for nothing in common, 0 for two empty ones. */
export const relativeEditDistance = (a: readonly string[], b: readonly string[]): number =>
  a.length === 0 && b.length === 0 ? 0 : editDistance(a, b) / Math.max(a.length, b.length);

/** Errors over the length of what is true: the word error rate of transcription. Above 1 where much was added. */
export const wordErrorRate = (said: readonly string[], truth: readonly string[]): number =>
  truth.length === 0 ? Math.min(1, said.length) : editDistance(said, truth) / truth.length;
