import type { AnnotatorId } from "../../core/ids.ts";

/** That somebody was to be erased: all that is kept of it. */
export interface Erasure {
  readonly personId: AnnotatorId;
  readonly atMs: number;
}

/**
 * Who was erased, kept where no restore reaches it. Written before anything else is done, so that what is cut off, and
 * what comes back with a restore, is done again.
 */
export interface ErasureLedger {
  /** Twice is once. */
  record(erasure: Erasure): Promise<void>;
  all(): Promise<readonly Erasure[]>;
}
