import type { LabelId } from "../ids.ts";
import type { Localized } from "../localized.ts";
import type { Label, Tool } from "../ontology.ts";

/** A label before it has a number. */
export type NewLabel = Omit<Label, "number">;

/** One thing that is done to an ontology. `begin` starts anew, with numbers given; only a draft's versions have it. */
export type OntologyOperation =
  | { readonly kind: "begin"; readonly labels: readonly Label[]; readonly tools: readonly Tool[] }
  /** `nearest`: what people said in its place while it was missing, so whose answers are asked for again. */
  | { readonly kind: "add"; readonly label: NewLabel; readonly nearest?: LabelId }
  /** The label is retired; whoever said it is asked which of the new ones she means. */
  | { readonly kind: "split"; readonly label: LabelId; readonly into: readonly NewLabel[] }
  /** They are retired, and count as `into`, which stays. */
  | { readonly kind: "merge"; readonly labels: readonly LabelId[]; readonly into: LabelId }
  | { readonly kind: "rename"; readonly label: LabelId; readonly names: Localized }
  | { readonly kind: "redefine"; readonly label: LabelId; readonly definition: Localized }
  | { readonly kind: "deprecate"; readonly label: LabelId };

/** What a vendor may accept: everything but beginning anew. */
export type OntologyChange = Exclude<OntologyOperation, { kind: "begin" }>;
