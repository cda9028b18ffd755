import { inLanguage, type Localized } from "../../../core/localized.ts";
import type { ProposalShape } from "../../../lambdas/api/proposals.ts";
import { language } from "../../i18n/language.ts";
import { list, t } from "../../i18n/t.ts";

interface Named {
  readonly id: string;
  readonly names: Localized;
}

/** Names of labels in her language, of those in force and of those of old; an id where a label is unknown. */
export const labelNames = (labels: readonly Named[]): ((id: string) => string) => {
  const names = new Map(labels.map(({ id, names }) => [id, inLanguage(names, language.value)]));
  return (id) => names.get(id) ?? id;
};

type About = Pick<ProposalShape, "kind" | "labels" | "names">;

/** A proposal in one line: what should become of which label. The name stays in the words of who gave it. */
export const aboutWords = ({ kind, labels, names }: About, nameOf: (id: string) => string): string => {
  const named = list(labels.map(nameOf));
  const name = names ? inLanguage(names, language.value) : t("say.about.spoken");
  if (kind === "add" && labels.length > 0) return t("say.about.addNear", { name, labels: named });
  return t(`say.about.${kind}`, { name, labels: named });
};
