/**
 * Runs over a list with at most `atOnce` under way, and gives the results in the list's order. The first failure is
 * thrown after those under way have ended, so that nothing goes on behind a caller who has been told.
 */
export const inParallel = async <In, Out>(
  list: readonly In[],
  atOnce: number,
  run: (one: In) => Promise<Out>,
): Promise<readonly Out[]> => {
  const results = new Array<Out>(list.length);
  const failures: unknown[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < list.length && failures.length === 0) {
      const at = next++;
      const one = list[at];
      if (one === undefined) continue;
      try {
        results[at] = await run(one);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
};
