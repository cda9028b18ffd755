import type { Box } from "../../core/annotation.ts";
import { type Mark, marksOf } from "../annotate/marks.ts";
import { language } from "../i18n/language.ts";
import type { ProjectShown } from "../manage/project-frame.tsx";
import type { ItemShown } from "./item.tsx";
import type { DrawnBox } from "./picture.tsx";

/** Whose boxes are shown: what all were merged to, or one annotator's letter. */
export type Seen = "merged" | (string & {});

const drawn = (box: Pick<Box, "id" | "label" | "x" | "y" | "width" | "height">, by: string, marks: readonly Mark[]) => {
  const { id, label, x, y, width, height } = box;
  return { id: `${by}-${id}`, x, y, width, height, by, mark: marks.find((mark) => mark.id === label) };
};

/** Boxes to lay over the picture. Where nothing was merged, "merged" shows everybody's, each with its letter. */
export const boxesOf = (
  { item, answers, consensusValue }: ItemShown,
  seen: Seen,
  { labels }: ProjectShown["ontology"],
): readonly DrawnBox[] => {
  const marks = marksOf(labels, language.value);
  if (seen === "merged" && consensusValue?.shapes) return consensusValue.shapes.map((box) => drawn(box, "", marks));
  return answers
    .filter((one) => one.current && one.round === item.round && (seen === "merged" || one.letter === seen))
    .flatMap(({ letter, answer }) =>
      answer.kind === "labelled" ? (answer.value.shapes ?? []).map((box) => drawn(box, letter, marks)) : [],
    );
};
