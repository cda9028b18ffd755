import { type ClassAnswers, classAnswers } from "../consensus/classes/class-answers.ts";
import { refuse } from "../refusal.ts";

/** Answers that are numbers: labels are the different values, in ascending order, and `values` holds what each stands for. */
export interface NumericAnswers {
  readonly answers: ClassAnswers;
  readonly values: Float64Array;
}

/** Puts measured values into the form that all figures read. Refuses what is not a finite number. */
export const numericAnswers = (
  rows: { readonly item: Int32Array; readonly annotator: Int32Array; readonly value: Float64Array },
  sizes: Pick<ClassAnswers, "items" | "annotators">,
): NumericAnswers => {
  const stray = rows.value.find((value) => !Number.isFinite(value));
  if (stray !== undefined) {
    throw refuse("bad-request", `answer ${stray} is no number`, {
      field: "value",
      value: String(stray),
      allowed: "numbers",
    });
  }
  const values = Float64Array.from(new Set(rows.value)).sort();
  const labelOf = new Map(Array.from(values, (value, label) => [value, label]));
  const label = Int32Array.from(rows.value, (value) => labelOf.get(value)!);
  return { answers: classAnswers({ ...rows, label }, { ...sizes, labels: values.length }), values };
};
