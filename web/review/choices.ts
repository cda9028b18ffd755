import type { BodyOf } from "../../lambdas/endpoints.ts";
import { t } from "../i18n/t.ts";
import type { ItemViewProps } from "./item.tsx";
import { answerWords, labelName } from "./label-names.ts";

/** One thing that a reviewer may decide. */
export interface Choice {
  readonly id: string;
  readonly words: string;
  readonly decision: BodyOf<"reviewItem">["decision"];
  /** Of the annotator whose answer it is. */
  readonly letter?: string;
}

/** What a reviewer may decide: what they were merged to, one of the answers, one label, or a special kind. */
export const choicesFor = ({ project, shown }: Pick<ItemViewProps, "project" | "shown">): readonly Choice[] => [
  ...mergedOf(project.ontology, shown),
  ...answersOf(project.ontology, shown),
  ...labelsOf(project.ontology),
  { id: "none_fit", words: t("manage.answer.none_fit"), decision: { kind: "none_fit" } },
  { id: "cant_tell", words: t("manage.answer.cant_tell"), decision: { kind: "cant_tell" } },
  { id: "unusable", words: t("manage.answer.unusable"), decision: { kind: "unusable", reason: "other" } },
];

type Ontology = ItemViewProps["project"]["ontology"];
type Shown = ItemViewProps["shown"];

/** Boxes may have merged while the label did not: then there is nothing whole to decide for. */
const mergedOf = ({ tools }: Ontology, { consensusValue: value }: Shown): readonly Choice[] =>
  value && (!tools.includes("class") || value.classes?.length === 1)
    ? [{ id: "merged", words: t("manage.settle.merged"), decision: { kind: "labelled", value } }]
    : [];

const answersOf = ({ labels, tools }: Ontology, { answers, item }: Shown): readonly Choice[] =>
  tools.includes("box") || tools.includes("classes")
    ? answers
        .filter((one) => one.current && one.round === item.round && one.answer.kind === "labelled")
        .map(({ letter, answer }) => ({
          id: letter,
          letter,
          words: `${letter}: ${answerWords(labels, answer)}`,
          decision: answer,
        }))
    : [];

/** Where one label is all there is to say, every label can be decided for, also one that nobody gave. */
const labelsOf = ({ labels, tools }: Ontology): readonly Choice[] =>
  tools.length === 1 && tools.includes("class")
    ? labels.map(({ id }) => ({
        id: `label-${id}`,
        words: labelName(labels, id),
        decision: { kind: "labelled", value: { classes: [id] } },
      }))
    : [];
