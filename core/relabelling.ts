import type { AnnotatorId, ItemId, ProjectId } from "./ids.ts";
import type { OntologyChange } from "./ontology-change/operations.ts";
import type { Overlap, Pay } from "./project.ts";

/** Which of the affected items are asked for again. A sample comes first where the vendor wants to see it first. */
export type RelabellingScope = { readonly kind: "all" } | { readonly kind: "sample"; readonly items: number };

/** An affected item, and the round that ends when it is asked for again. */
export interface AffectedItem {
  readonly itemId: ItemId;
  readonly round: number;
}

/**
 * What accepting a change would mean, looked into before anything is decided: the very items that are affected, and
 * after acceptance the list by which exactly they are asked for again.
 */
export interface Relabelling {
  /** A ULID. */
  readonly planId: string;
  readonly projectId: ProjectId;
  readonly proposalId: string;
  readonly changes: readonly OntologyChange[];
  /** The version that the changes are made to. Accepting after another was published is refused. */
  readonly baseVersion: number;
  /** Affected by what had been accepted by then. */
  readonly asOfMs: number;
  /**
   * `looking`: items are being looked through; `ready`: the figures are whole; `asking`: accepted, rounds are being
   * started; `asked`: every item in scope has its new round.
   */
  readonly state: "looking" | "ready" | "asking" | "asked";
  /** Buckets that were looked through, then those whose items were asked for: 0 to 256. */
  readonly bucketsDone: number;
  readonly affected: number;
  readonly asked: number;
  /** Once it is accepted. */
  readonly accepted?: { readonly by: AnnotatorId; readonly scope: RelabellingScope };
  readonly createdAtMs: number;
}

/** What asking for so many items again takes: at least and at most so many annotations, in the pay of the project. */
export interface RelabellingCost {
  readonly items: number;
  readonly annotations: Overlap;
  readonly amountMicros: Overlap;
  /** Absent where nobody is paid. */
  readonly currency?: string;
}

/**
 * The cost of asking for items again: each is answered by `overlap.min` people at least, `overlap.max` at most, each
 * paid as anything else. Where the two are equal, this is to the millionth what the ledger has after the round.
 */
export const relabellingCost = (items: number, overlap: Overlap, pay: Pay): RelabellingCost => {
  const annotations = { min: items * overlap.min, max: items * overlap.max };
  const each = pay.kind === "paid" ? pay.amountMicros : 0;
  return {
    items,
    annotations,
    amountMicros: { min: annotations.min * each, max: annotations.max * each },
    ...(pay.kind === "paid" && { currency: pay.currency }),
  };
};
