import { csvRecord, spreadsheetSafeRecord } from "./csv-cells.ts";
import {
  answerIdOf,
  type BundleContext,
  type ExportedAnswer,
  type ExportedItem,
  labelsIn,
  supersededIdOf,
  votesAsCounted,
} from "./exported-item.ts";

/** crowd-kit reads the first three and leaves the rest alone. */
const COLUMNS = [
  "task",
  "worker",
  "label",
  "answer_kind",
  "ontology_version",
  "answer_id",
  "supersedes",
  "round",
  "submitted_at_day",
  "pseudonym_scope",
] as const;

export const csvHeader = csvRecord(COLUMNS);

export type CsvFlavour = "exact" | "spreadsheet-safe";

/**
 * `raw_answers.csv`: every revision of every answer. An answer with several labels has a row for each; one that says
 * "nothing here" has one row with an empty label; so has a special answer, which its `answer_kind` tells apart. Of a
 * drawing it names the labels that were drawn: where they are is in annotations.jsonl.
 */
export const rawAnswerRows = (item: ExportedItem, context: BundleContext, flavour: CsvFlavour): string =>
  item.answers.map((answer) => rowsOf(item, answer, context, flavour)).join("");

/**
 * `raw_answers_labels_only.csv`: the votes as a tool without special answers can count them. Only what the decision
 * counted, as it counted: the current revision of each author in the round that was decided, a label that was merged
 * into another as that other.
 */
export const labelVoteRows = (item: ExportedItem, context: BundleContext, flavour: CsvFlavour): string =>
  votesAsCounted(item, context.crosswalk)
    .filter(({ answer }) => answer.kind === "labelled" && labelsIn(answer.value).length > 0)
    .map((answer) => rowsOf(item, answer, context, flavour))
    .join("");

const rowsOf = (item: ExportedItem, one: ExportedAnswer, context: BundleContext, flavour: CsvFlavour): string => {
  const labels: readonly string[] = one.answer.kind === "labelled" ? labelsIn(one.answer.value) : [];
  return (labels.length > 0 ? labels : [""])
    .map((label) => {
      const cells = [
        item.itemId,
        one.pseudonym,
        label,
        one.answer.kind === "labelled" ? "label" : one.answer.kind,
        one.ontologyVersion,
        answerIdOf(item, one),
        supersededIdOf(item, one) ?? "",
        one.round,
        one.day,
        context.pseudonymScope,
      ];
      return flavour === "exact" ? csvRecord(cells) : spreadsheetSafeRecord(cells);
    })
    .join("");
};
