import { answerIdOf, type BundleContext, type ExportedItem, supersededIdOf } from "./exported-item.ts";
import { answerCounts, answerJson, bboxOf, labelCounts, mediaJson } from "./json-shapes.ts";

/** `annotations.jsonl`: every revision of every answer, none left out, each flagged current or superseded. */
export const annotationLines = (item: ExportedItem, { pseudonymScope }: BundleContext): readonly string[] =>
  item.answers.map((one) =>
    JSON.stringify({
      item: item.itemId,
      file_name: item.name,
      round: one.round,
      worker: one.pseudonym,
      answer_id: answerIdOf(item, one),
      revision: one.revision,
      status: one.current ? "current" : "superseded",
      supersedes: supersededIdOf(item, one) ?? null,
      counted: one.counted,
      ontology_version: one.ontologyVersion,
      submitted_on: one.day,
      answer: answerJson(one.answer),
      pseudonym_scope: pseudonymScope,
    }),
  );

/** `consensus.jsonl`: one line for every item. Only an agreed one has a `value`, an explicit empty list included. */
export const consensusLine = (item: ExportedItem, { ontologyVersion, crosswalk }: BundleContext): string => {
  const { outcome } = item;
  return JSON.stringify({
    item: item.itemId,
    file_name: item.name,
    state: outcome.state,
    round: item.round,
    agreement: ("agreement" in outcome ? outcome.agreement : undefined) ?? null,
    ...("confidence" in outcome &&
      outcome.confidence !== undefined && { confidence: Number(outcome.confidence.toFixed(6)) }),
    reviewed: item.reviewed,
    ...(outcome.state === "agreed" && { value: agreedValue(outcome) }),
    answers: answerCounts(item),
    label_counts: labelCounts(item, crosswalk),
    ontology_version: ontologyVersion,
    ...(item.media && { media: mediaJson(item.media) }),
    sha256: item.sha256,
    ...(item.extra && { extra: item.extra }),
  });
};

const agreedValue = ({ value, behind }: Extract<ExportedItem["outcome"], { state: "agreed" }>) => ({
  ...(value.classes && { classes: [...value.classes].sort() }),
  ...(value.shapes && {
    shapes: value.shapes.map((shape, at) => ({
      type: shape.type,
      label: shape.label,
      bbox: bboxOf(shape),
      answers_behind: behind?.[at]?.answers ?? null,
    })),
  }),
});
