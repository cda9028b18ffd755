import type { Value } from "../annotation.ts";
import type { AnnotatorId } from "../ids.ts";

/** One annotator's value: what the votes over classes and shapes are counted from. */
export interface LabelledAnswer {
  readonly annotatorId: AnnotatorId;
  readonly value: Value;
}

/**
 * What a vote over one part of the value came to. `backing` holds, for each thing that was said, how many annotators
 * stand behind what was decided about it: agreement is their mean share.
 */
export interface PartResult<Part, DoubtOfPart> {
  readonly part: Part;
  readonly backing: readonly number[];
  readonly doubts: readonly DoubtOfPart[];
}
