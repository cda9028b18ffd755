/** Cells or pixels told apart only by who has them inside: as much as a vote over them needs. */
export interface VotePatterns {
  /** By pattern, 1 for each annotator who has it inside. */
  readonly inside: readonly Uint8Array[];
  /** By pattern, how many cells show it. */
  readonly counts: Float64Array;
  /** By cell, its pattern. */
  readonly patternOf: Int32Array;
}

/** Sorts cells by who has them inside; all areas have as many cells. */
export const patternsOf = (areas: readonly Uint8Array[]): VotePatterns => {
  const cells = areas[0]?.length ?? 0;
  const patternOf = new Int32Array(cells);
  let inside: readonly Uint8Array[] = [new Uint8Array(0)];
  for (const area of areas) {
    // Numbered anew after each annotator, so that the numbers stay small however many there are.
    const numberOf = new Map<number, number>();
    const longer: Uint8Array[] = [];
    for (let cell = 0; cell < cells; cell += 1) {
      const key = 2 * patternOf[cell]! + area[cell]!;
      let number = numberOf.get(key);
      if (number === undefined) {
        number = longer.length;
        numberOf.set(key, number);
        longer.push(Uint8Array.from([...inside[patternOf[cell]!]!, area[cell]!]));
      }
      patternOf[cell] = number;
    }
    inside = longer;
  }
  const counts = new Float64Array(inside.length);
  for (const pattern of patternOf) counts[pattern]! += 1;
  return { inside, counts, patternOf };
};
