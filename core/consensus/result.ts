import type { AnnotationKind, Answer, Shape, Value } from "../annotation.ts";
import type { AnnotatorId, LabelId } from "../ids.ts";
import type { Tool } from "../ontology.ts";
import type { Crosswalk } from "../ontology-change/crosswalk.ts";
import type { ConfidenceTarget, Overlap } from "../project.ts";
import type { KnownSkills } from "./online/known-skills.ts";

/** The current, counted answer of one annotator in one round: at most one each. */
export interface CountedAnswer {
  readonly annotatorId: AnnotatorId;
  readonly answer: Answer;
}

/** What the method must know of the ontology: which parts an answer has, and whether classes exclude each other. */
export interface ConsensusPolicy {
  readonly tools: readonly Tool[];
  /** Absent, or `majority`: more than half decides. A number takes effect where the skills know classes. */
  readonly confidenceTarget?: ConfidenceTarget;
  /** Needed with a target: below the most, doubt asks for more. */
  readonly overlap?: Overlap;
  /** As which labels those of earlier versions count. @default each as itself */
  readonly crosswalk?: Crosswalk;
}

/** What is believed of the annotators, as a numbered snapshot. 0 is "everyone alike". */
export interface Skills {
  readonly snapshot: number;
  /** For classes that exclude each other, where decisions go by confidence; absent, a majority decides. */
  readonly classes?: KnownSkills;
}
export const EVERYONE_ALIKE: Skills = { snapshot: 0 };

/** Who said what of a fused value. Callers that show it to people turn ids into letters first. */
export interface Support {
  readonly classes: readonly { readonly label: LabelId; readonly annotators: readonly AnnotatorId[] }[];
  readonly shapes: readonly { readonly shape: Shape; readonly annotators: readonly AnnotatorId[] }[];
}

/** One thing a person can choose when classes exclude each other: a label, or one of the special answers. */
export type Choice =
  | { readonly kind: "labelled"; readonly label?: LabelId }
  | { readonly kind: Exclude<AnnotationKind, "labelled"> };

/** Where no side has more than half. Never settled by who came first. */
export type Doubt =
  /** The choices with the most votes. */
  | { readonly about: "answer"; readonly leaders: readonly Choice[] }
  /** Neither that the label is there nor that it is not stands on more than half. */
  | { readonly about: "label"; readonly label: LabelId }
  /** A fused shape that not enough drew to keep or drop it, or whose label is not settled. */
  | { readonly about: "shape"; readonly shapeId: string };

/**
 * What the answers of a round say together. `agreement` is the share of annotators behind it, 0 to 1 (a mean when it
 * says several things); `confidence` the calibrated probability of the likeliest choice, where decisions go by it. Whether `undecided` asks for more annotators or is contested is not decided here: that takes
 * the overlap (core/decide.ts).
 */
export type ConsensusResult = { readonly agreement: number; readonly confidence?: number } & (
  | { readonly state: "agreed"; readonly value: Value; readonly support: Support }
  | { readonly state: "none_fit" | "cant_tell" | "unusable" }
  | {
      readonly state: "undecided";
      readonly doubts: readonly Doubt[];
      /** More answers are not likely to settle it for what they cost: it need not wait for the most that may be asked. */
      readonly wouldNotSettle?: true;
      /** What stands, with what is in doubt: a start for a reviewer, never an answer. Absent without labelled answers. */
      readonly value?: Value;
      readonly support?: Support;
    }
);
