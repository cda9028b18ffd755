import { inLanguage, type Localized } from "../../core/localized.ts";
import { language } from "../i18n/language.ts";
import { list, t } from "../i18n/t.ts";

/** As much of labels as says how they are called. */
type Labels = readonly { readonly id: string; readonly names: Localized }[];

/** A label in the language of now; its id when the version of now does not know it any more. */
export const labelName = (labels: Labels, id: string): string => {
  const found = labels.find((label) => label.id === id);
  return found ? inLanguage(found.names, language.value) : id;
};

interface Said {
  readonly kind: string;
  readonly reason?: string | undefined;
  readonly value?: {
    readonly classes?: readonly string[] | undefined;
    readonly shapes?: readonly { readonly label: string }[] | undefined;
  };
}

/** An answer in words: its labels, and how many boxes of which. */
export const answerWords = (labels: Labels, { kind, reason, value }: Said): string => {
  if (kind === "none_fit") return t("manage.answer.none_fit");
  if (kind === "cant_tell")
    return reason
      ? `${t("manage.answer.cant_tell")} (${t(`manage.reason.${reason}` as "manage.reason.blurred")})`
      : t("manage.answer.cant_tell");
  if (kind === "unusable")
    return reason
      ? `${t("manage.answer.unusable")} (${t(`manage.reason.${reason}` as "manage.reason.other")})`
      : t("manage.answer.unusable");
  const classes = (value?.classes ?? []).map((id) => labelName(labels, id));
  const boxes = new Map<string, number>();
  for (const { label } of value?.shapes ?? []) boxes.set(label, (boxes.get(label) ?? 0) + 1);
  const drawn = [...boxes].map(([id, count]) => t("manage.answer.boxes", { count, label: labelName(labels, id) }));
  const said = [...classes, ...drawn];
  return said.length > 0 ? list(said) : t("manage.answer.nothing");
};
