import { refuse } from "../../refusal.ts";

/** Each annotator answers once: the caller takes the current revision. `annotators` in the order of their ids. */
export const refuseTwice = (annotators: readonly string[]): void => {
  const twice = annotators.find((id, at) => at > 0 && annotators[at - 1] === id);
  if (twice === undefined) return;
  throw refuse("bad-request", "an annotator has two answers to one item", {
    value: twice,
    allowed: "one answer of each annotator",
  });
};
