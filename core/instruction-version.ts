import type { Localized } from "./localized.ts";
import type { Instructions } from "./project.ts";

/** Why there is a version of the instructions: a question that was answered with it, or a proposal that was accepted. */
export type InstructionReason = { readonly threadId: string } | { readonly proposalId: string };

/** Instructions as they were, or are. Written once, before the project points to them; nothing ever changes one. */
export interface InstructionVersion extends Instructions {
  /** The version that they were made from; 0 for the first. */
  readonly from: number;
  /** Absent where the vendor just changed them. */
  readonly because?: InstructionReason;
  readonly atMs: number;
}

/**
 * The versions that were ever in force, newest first: from the one that the project points to, back along what each was
 * made from. A version that nobody came to point to (a publication cut in half) is not among them. The chain ends where
 * a version is not there: projects from before versions were kept have only those since.
 */
export const everInForce = <Version extends { readonly version: number; readonly from: number }>(
  versions: readonly Version[],
  current: number,
): readonly Version[] => {
  const byNumber = new Map(versions.map((one) => [one.version, one]));
  const found: Version[] = [];
  for (let next = byNumber.get(current); next; next = next.from < next.version ? byNumber.get(next.from) : undefined) {
    found.push(next);
  }
  return found;
};

/** Whether two texts say the same in the same languages. */
export const isSameText = (one: Localized, other: Localized): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([language, text]) => other[language] === text);
