/** What is known of an annotation that somebody gave to this item in this round before. */
interface GivenBefore {
  readonly revision: number;
  readonly submissionId: string;
  readonly counted: boolean;
}

/** What a submission is, seen beside what the same person said of the same item in the same round before. */
export type RevisionPlan<One> =
  /** The id of a submission that is stored: if it says the same, nothing to store, everything after it is done again. */
  | { readonly kind: "again"; readonly found: One }
  | { readonly kind: "store"; readonly revision: number }
  /** An answer is there, and this one does not say that it corrects it. 0: it corrects one that is not there. */
  | { readonly kind: "conflict"; readonly current: number };

/**
 * A correction names the revision that it replaces, so that two tabs cannot overwrite each other unseen. An answer that
 * did not count (given after she had left) needs no naming: she was asked again and does not know of it.
 */
export const planRevision = <One extends GivenBefore>(
  before: readonly One[],
  { submissionId, replaces }: { readonly submissionId: string; readonly replaces?: number | undefined },
): RevisionPlan<One> => {
  const found = before.find((one) => one.submissionId === submissionId);
  if (found) return { kind: "again", found };
  const current = Math.max(0, ...before.map(({ revision }) => revision));
  const isFree = replaces === undefined ? !before.some(({ counted }) => counted) : replaces === current && current > 0;
  return isFree ? { kind: "store", revision: current + 1 } : { kind: "conflict", current };
};
