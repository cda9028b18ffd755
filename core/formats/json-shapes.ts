import { ANNOTATION_KINDS, type AnnotationKind, type Answer, type Shape, type Value } from "../annotation.ts";
import type { Media } from "../item.ts";
import type { Crosswalk } from "../ontology-change/crosswalk.ts";
import { type ExportedItem, labelsIn, votesAsCounted, votesOf } from "./exported-item.ts";

/**
 * The parts that several files share, as plain objects with their keys in a fixed order: JSON.stringify keeps it, and
 * writes numbers in their shortest form that reads back the same.
 */
export const bboxOf = ({ x, y, width, height }: Shape): readonly number[] => [x, y, width, height];

export const valueJson = ({ classes, shapes }: Value) => ({
  ...(classes && { classes: [...classes].sort() }),
  ...(shapes && { shapes: shapes.map((shape) => ({ type: shape.type, label: shape.label, bbox: bboxOf(shape) })) }),
});

export const answerJson = (answer: Answer) => {
  if (answer.kind === "labelled") return { kind: answer.kind, value: valueJson(answer.value) };
  const reason = "reason" in answer ? answer.reason : undefined;
  return { kind: answer.kind, ...(reason && { reason }) };
};

/** What ingest learned of the bytes; sizes are of the upright picture. */
export const mediaJson = (media: Media) => {
  if (media.kind === "text")
    return { kind: media.kind, content_type: media.contentType, code_points: media.codePoints };
  const { kind, contentType, width, height } = media;
  const frame = { kind, content_type: contentType, width, height };
  return media.kind === "image"
    ? { ...frame, exif_orientation: media.orientation }
    : { ...frame, duration_ms: media.durationMs };
};

/** How many gave each kind of answer, special ones included: a tie or a minority stays visible. */
export const answerCounts = (item: ExportedItem): Readonly<Record<AnnotationKind, number>> => {
  const kinds = votesOf(item).map(({ answer }) => answer.kind);
  const count = (kind: AnnotationKind): number => kinds.filter((one) => one === kind).length;
  return Object.fromEntries(ANNOTATION_KINDS.map((kind) => [kind, count(kind)])) as Record<AnnotationKind, number>;
};

/** How many answers speak of each label, by label id, as they count under the version in force. */
export const labelCounts = (item: ExportedItem, crosswalk: Crosswalk): Readonly<Record<string, number>> => {
  const named = votesAsCounted(item, crosswalk).flatMap(({ answer }) =>
    answer.kind === "labelled" ? labelsIn(answer.value) : [],
  );
  return Object.fromEntries(
    [...new Set(named)].sort().map((label) => [label, named.filter((one) => one === label).length]),
  );
};
