/**
 * Whether two contents of JSON say the same: lists in order, objects with the same names in any order, an absent name
 * like one that is undefined.
 */
export const isSameContent = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [inA, inB] = [givenOf(a), givenOf(b)];
  return (
    inA.size === inB.size && [...inA].every(([name, value]) => inB.has(name) && isSameContent(value, inB.get(name)))
  );
};

const givenOf = (content: object): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(content).filter(([, value]) => value !== undefined));
