import type { LabelId } from "../ids.ts";
import type { Ontology } from "../ontology.ts";

/**
 * Labels that an answer may stand for now: those in force, and after them those that were split or dropped, which
 * answers of rounds that were not asked again may still name. A merged one stands for its successor.
 */
export const namedLabels = ({ labels, retired }: Pick<Ontology, "labels" | "retired">): readonly LabelId[] => [
  ...labels.map(({ id }) => id),
  ...retired.filter(({ retirement }) => retirement.by !== "merge").map(({ id }) => id),
];
