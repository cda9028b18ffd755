import type { Figure } from "../../../core/agreement/figure.ts";
import { type ClassAnswers, classAnswers } from "../../../core/consensus/classes/class-answers.ts";

/** Answers and the names of their labels, numbered in the order of their text. */
export interface Reliability {
  readonly answers: ClassAnswers;
  readonly labelNames: readonly string[];
}

/** One text for each annotator, her label of each item in turn, `*` where she gave none. */
export const byAnnotators = (...rows: readonly string[]): Reliability => {
  const grid = rows.map((row) => row.split(" "));
  const told = grid.flatMap((row, annotator) => row.map((label, item) => ({ annotator, item, label })));
  return reliability(told.filter(({ label }) => label !== "*"));
};

/** One text for each item, a digit for each label: how many say it. Nobody in particular says it. */
export const byCounts = (...rows: readonly string[]): Reliability =>
  reliability(
    rows.flatMap((row, item) => {
      const said = [...row.split(row.includes(" ") ? " " : "")].flatMap((count, label) =>
        Array(Number(count)).fill(String(label)),
      );
      return said.map((label: string, annotator) => ({ annotator, item, label }));
    }),
  );

/** A table of two annotators: the first's label by row, the second's by column. */
export const byTable = (table: readonly (readonly number[])[]): Reliability => {
  const items = table.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => [String(first), String(second)])),
  );
  return byAnnotators(items.map(([first]) => first).join(" "), items.map(([, second]) => second).join(" "));
};

export interface Told {
  readonly annotator: number;
  readonly item: number;
  readonly label: string;
}

export const reliability = (told: readonly Told[]): Reliability => {
  const labelNames = [...new Set(told.map(({ label }) => label))].sort();
  const answers = classAnswers(
    {
      item: Int32Array.from(told, ({ item }) => item),
      annotator: Int32Array.from(told, ({ annotator }) => annotator),
      label: Int32Array.from(told, ({ label }) => labelNames.indexOf(label)),
    },
    {
      items: Math.max(0, ...told.map(({ item }) => item + 1)),
      annotators: Math.max(0, ...told.map(({ annotator }) => annotator + 1)),
      labels: labelNames.length,
    },
  );
  return { answers, labelNames };
};

/** The value of a figure that is there, else why it is not. */
export const figureValue = (figure: Figure): number | string => (figure.kind === "value" ? figure.value : figure.why);

/** Krippendorff's example with three coders (also in Wikipedia). */
export const threeCoders = byAnnotators(
  "* * * * * 3 4 1 2 1 1 3 3 * 3",
  "1 * 2 1 3 3 4 3 * * * * * * *",
  "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
);

/** Krippendorff 2011, four observers. */
export const fourObservers = byAnnotators(
  "1 2 3 3 2 1 4 1 2 * * *",
  "1 2 3 3 2 2 4 1 2 5 * 3",
  "* 3 3 3 2 3 4 2 2 5 1 *",
  "1 2 3 3 2 4 4 1 2 5 1 *",
);

/** The same in Gwet's package irrCAC, where another observer gives the only answer to the last item. */
export const fourRaters = byAnnotators(
  "1 2 3 3 2 1 4 1 2 * * *",
  "1 2 3 3 2 2 4 1 2 5 * *",
  "* 3 3 3 2 3 4 2 2 5 1 3",
  "1 2 3 3 2 4 4 1 2 5 1 *",
);

const DIAGNOSES = `00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012
51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006`.split(/\s/);

/** Fleiss 1971: thirty patients, six psychiatrists each. */
export const diagnoses = byCounts(...DIAGNOSES);
export const firstDiagnoses = byCounts(...DIAGNOSES.slice(0, 15));

/** Wikipedia's example of Fleiss' kappa: ten items, fourteen raters. */
export const fourteenRaters = byCounts(
  "0 0 0 0 14",
  "0 2 6 4 2",
  "0 0 3 5 6",
  "0 3 9 2 0",
  "2 2 8 1 1",
  "7 7 0 0 0",
  "3 2 6 3 0",
  "2 5 3 2 2",
  "6 5 2 1 0",
  "0 2 2 3 7",
);

/** Gwet's two abstractors. */
export const abstractors = byTable([
  [13, 0, 0],
  [0, 20, 7],
  [0, 4, 56],
]);
