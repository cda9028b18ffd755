import type { LabelId } from "./ids.ts";
import type { Localized } from "./localized.ts";
import type { OntologyOperation } from "./ontology-change/operations.ts";

/** What a person may do to an item. `class` is exactly one label, `classes` any number (none is an answer too). */
export const TOOLS = ["class", "classes", "box"] as const;
export type Tool = (typeof TOOLS)[number];

/** One class of the ontology. `id` is stable; everything else may differ between versions. */
export interface Label {
  readonly id: LabelId;
  /** Assigned once when the label is made, from 1, never renumbered: COCO's category id. */
  readonly number: number;
  readonly names: Localized;
  readonly definition: Localized;
  /** `#rrggbb`, from the Okabe–Ito palette by default. */
  readonly colour: string;
  /** Key of a picture that shows the label (core/example-key.ts), when there is one. */
  readonly exampleKey?: string;
  /** The label that it is a kind of, when it was made as one. That one may be retired since. */
  readonly parent?: LabelId;
}

/** What became of a label that is asked for no more. Answers that named it stay as they were given. */
export type Retirement =
  /** Whoever meant it must say again which of these: nothing is re-mapped by rule. */
  | { readonly by: "split"; readonly into: readonly LabelId[] }
  /** It counts as that one from now on. */
  | { readonly by: "merge"; readonly into: LabelId }
  /** There is nothing in its place. */
  | { readonly by: "deprecate" };

/** A label of an earlier version. Its id and number are never given to another. */
export interface RetiredLabel extends Label {
  readonly retirement: Retirement;
  /** The version that was the first without it. */
  readonly retiredIn: number;
}

/** Why there is a version: a proposal that the vendor accepted. */
export interface VersionReason {
  readonly proposalId: string;
  /** The plan whose changes it has. An acceptance that was cut off is finished by this plan and no other. */
  readonly planId?: string;
  /** The vendor's words to everybody. */
  readonly reason: string;
}

/** An immutable version of a project's ontology. Publishing makes the next; nothing ever changes one. */
export interface Ontology {
  /** From 1. */
  readonly version: number;
  /** The version that it was made from; 0 for one that began anew, while the project was a draft. */
  readonly from: number;
  readonly labels: readonly Label[];
  /** Labels that answers may still name and that nobody is asked for, oldest number first. */
  readonly retired: readonly RetiredLabel[];
  readonly tools: readonly Tool[];
  /** What was done to `from` to make it: the whole of it, so that replaying them gives the same hash. */
  readonly operations: readonly OntologyOperation[];
  /** Of labels, retired labels and tools (ontology-change/ontology-hash.ts), in hex. */
  readonly hash: string;
  readonly because?: VersionReason;
  readonly publishedAtMs: number;
}

/** Okabe and Ito (2008), told apart under the common colour-vision deficiencies; black is left for the casing. */
export const PALETTE = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"] as const;

export const LABELS_MAX = 200;
