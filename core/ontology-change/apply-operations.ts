import type { LabelId } from "../ids.ts";
import { LABELS_MAX, type Label, type RetiredLabel, type Retirement } from "../ontology.ts";
import type { OntologyContent } from "./ontology-hash.ts";
import type { NewLabel, OntologyOperation } from "./operations.ts";

/** Why an operation cannot be done to a version, in words for the vendor. */
export interface Unfit {
  readonly field: string;
  readonly value: string;
  readonly allowed: string;
  readonly message: string;
}

export type Applied =
  | { readonly state: "applied"; readonly content: OntologyContent }
  | { readonly state: "unfit"; readonly unfit: Unfit };

/** What there is before the first operation. */
export const NO_ONTOLOGY: OntologyContent = { labels: [], retired: [], tools: [] };

/**
 * Does operations in their order to what a version says, which gives what `version` says. Labels that stay keep id,
 * number and place; a new one gets the number after the highest ever given. All or nothing: the first operation that
 * does not fit is told, and nothing is done.
 */
export const applyOperations = (
  before: OntologyContent,
  operations: readonly OntologyOperation[],
  version: number,
): Applied => {
  let content = before;
  for (const [at, operation] of operations.entries()) {
    const unfit = unfitness(content, operation);
    if (unfit) return { state: "unfit", unfit: { ...unfit, field: `${at}.${unfit.field}` } };
    content = applied(content, operation, version);
  }
  return { state: "applied", content };
};

const applied = (content: OntologyContent, operation: OntologyOperation, version: number): OntologyContent => {
  const { labels, retired } = content;
  const change = (id: LabelId, changed: Partial<Label>): OntologyContent => ({
    ...content,
    labels: labels.map((label) => (label.id === id ? { ...label, ...changed } : label)),
  });
  switch (operation.kind) {
    case "begin":
      return { labels: operation.labels, retired, tools: operation.tools };
    case "add":
      return { ...content, labels: [...labels, ...numbered(content, [operation.label])] };
    case "split": {
      const gone = retire(
        content,
        [operation.label],
        { by: "split", into: operation.into.map(({ id }) => id) },
        version,
      );
      return { ...gone, labels: [...gone.labels, ...numbered(content, operation.into)] };
    }
    case "merge":
      return retire(content, operation.labels, { by: "merge", into: operation.into }, version);
    case "rename":
      return change(operation.label, { names: operation.names });
    case "redefine":
      return change(operation.label, { definition: operation.definition });
    case "deprecate":
      return retire(content, [operation.label], { by: "deprecate" }, version);
  }
};

const numbered = ({ labels, retired }: OntologyContent, made: readonly NewLabel[]): readonly Label[] => {
  const highest = Math.max(0, ...[...labels, ...retired].map(({ number }) => number));
  return made.map((label, at) => ({ ...label, number: highest + 1 + at }));
};

const retire = (
  { labels, retired, tools }: OntologyContent,
  ids: readonly LabelId[],
  retirement: Retirement,
  version: number,
): OntologyContent => {
  const gone = labels
    .filter(({ id }) => ids.includes(id))
    .map((label): RetiredLabel => ({ ...label, retirement, retiredIn: version }));
  return {
    labels: labels.filter(({ id }) => !ids.includes(id)),
    retired: [...retired, ...gone].sort((a, b) => a.number - b.number),
    tools,
  };
};

const unfitness = (content: OntologyContent, operation: OntologyOperation): Unfit | undefined => {
  switch (operation.kind) {
    case "begin":
      return undefined;
    case "add":
      return (
        newIdsUnfit(content, [operation.label], "label") ??
        parentUnfit(content, operation.label, "label.parent") ??
        (operation.nearest && unknown(content, operation.nearest, "nearest")) ??
        tooMany(content, 1)
      );
    case "split":
      return (
        unknown(content, operation.label, "label") ??
        tooFew(operation.into.length, "into") ??
        newIdsUnfit(content, operation.into, "into") ??
        operation.into.map((made, at) => parentUnfit(content, made, `into.${at}.parent`)).find(Boolean) ??
        tooMany(content, operation.into.length - 1)
      );
    case "merge":
      return (
        unknown(content, operation.into, "into") ??
        operation.labels.map((id, at) => unknown(content, id, `labels.${at}`)).find(Boolean) ??
        mergedIntoItself(operation)
      );
    case "rename":
    case "redefine":
      return unknown(content, operation.label, "label");
    case "deprecate":
      return unknown(content, operation.label, "label") ?? lastOne(content, operation.label);
  }
};

const unknown = ({ labels, retired }: OntologyContent, id: LabelId, field: string): Unfit | undefined => {
  if (labels.some((label) => label.id === id)) return undefined;
  const gone = retired.find((label) => label.id === id);
  const message = gone
    ? `the label ${id} is no longer asked for: version ${gone.retiredIn} has ${WORDS[gone.retirement.by]} it`
    : "no such label in the ontology";
  return {
    field,
    value: id,
    allowed: labels
      .map((label) => label.id)
      .join(", ")
      .slice(0, 400),
    message,
  };
};

const WORDS: Readonly<Record<Retirement["by"], string>> = { split: "split", merge: "merged", deprecate: "dropped" };

const newIdsUnfit = (
  { labels, retired }: OntologyContent,
  made: readonly NewLabel[],
  field: string,
): Unfit | undefined => {
  const taken = new Set([...labels, ...retired].map(({ id }) => id));
  const twice = made.find(({ id }, at) => taken.has(id) || made.findIndex((other) => other.id === id) !== at);
  return (
    twice && {
      field: `${field}.id`,
      value: twice.id,
      allowed: "an id that no label has or had",
      message: "this id is taken",
    }
  );
};

const parentUnfit = (content: OntologyContent, { parent }: NewLabel, field: string): Unfit | undefined =>
  parent && unknown(content, parent, field);

const tooMany = ({ labels }: OntologyContent, more: number): Unfit | undefined =>
  labels.length + more > LABELS_MAX
    ? {
        field: "label",
        value: String(labels.length + more),
        allowed: `at most ${LABELS_MAX} labels`,
        message: "there would be too many labels",
      }
    : undefined;

const tooFew = (count: number, field: string): Unfit | undefined =>
  count < 2
    ? { field, value: String(count), allowed: "two labels or more", message: "a label is split into two or more" }
    : undefined;

const mergedIntoItself = ({ labels, into }: { labels: readonly LabelId[]; into: LabelId }): Unfit | undefined => {
  if (labels.length === 0)
    return { field: "labels", value: "none", allowed: "one label or more", message: "name what is merged" };
  if (!labels.includes(into) && new Set(labels).size === labels.length) return undefined;
  return {
    field: "labels",
    value: into,
    allowed: "other labels, each once",
    message: "a label is merged into another",
  };
};

const lastOne = ({ labels }: OntologyContent, id: LabelId): Unfit | undefined =>
  labels.length === 1
    ? { field: "label", value: id, allowed: "leave one label at least", message: "this is the last label" }
    : undefined;
