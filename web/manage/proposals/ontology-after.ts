import type { ResponseOf } from "../../../lambdas/endpoints.ts";

type Ontology = Pick<ResponseOf<"getProject">["ontology"], "labels" | "retired">;
type Label = Ontology["labels"][number];
type Retired = Ontology["retired"][number];

/** What a change makes of each label. */
export interface OntologyAfter {
  readonly made: readonly Label[];
  /** Same label, other words. */
  readonly changed: readonly { readonly before: Label; readonly now: Label }[];
  readonly kept: readonly Label[];
  /** Retired by this change, not by earlier ones. */
  readonly gone: readonly Retired[];
}

/** Compares by id, in the order of the version after. Equal versions have all labels kept. */
export const ontologyAfter = (before: Ontology, after: Ontology): OntologyAfter => {
  const was = new Map(before.labels.map((label) => [label.id, label]));
  const goneBefore = new Set(before.retired.map(({ id }) => id));
  const pairs = after.labels.map((now) => ({ now, before: was.get(now.id) }));
  return {
    made: pairs.flatMap(({ now, before: one }) => (one ? [] : [now])),
    changed: pairs.flatMap(({ now, before: one }) => (one && !saysTheSame(one, now) ? [{ before: one, now }] : [])),
    kept: pairs.flatMap(({ now, before: one }) => (one && saysTheSame(one, now) ? [now] : [])),
    gone: after.retired.filter(({ id }) => !goneBefore.has(id)),
  };
};

const saysTheSame = (one: Label, other: Label): boolean =>
  sortedText(one.names) === sortedText(other.names) && sortedText(one.definition) === sortedText(other.definition);

const sortedText = (text: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(text).sort(([a], [b]) => (a < b ? -1 : 1)));
