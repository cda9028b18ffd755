import type { LabelId } from "./ids.ts";
import type { Localized } from "./localized.ts";

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
}

/** An immutable version of a project's ontology. Publishing makes the next; nothing ever changes one. */
export interface Ontology {
  /** From 1. */
  readonly version: number;
  readonly labels: readonly Label[];
  readonly tools: readonly Tool[];
  readonly publishedAtMs: number;
}

/** Okabe and Ito (2008), told apart under the common colour-vision deficiencies; black is left for the casing. */
export const PALETTE = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"] as const;

export const LABELS_MAX = 200;
