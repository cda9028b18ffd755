import type { Answer } from "../annotation.ts";
import type { ItemId, LabelId } from "../ids.ts";
import type { ItemState } from "../item.ts";
import { type Crosswalk, countsAs } from "./crosswalk.ts";
import type { OntologyChange } from "./operations.ts";

/** As much of an item as tells whether a change of the ontology concerns it. */
export interface AskedItem {
  readonly itemId: ItemId;
  readonly state: ItemState;
  /** Labels of the decision in force, as the header has them; empty for none. Of drawings too. */
  readonly decided: readonly LabelId[];
  /** Current counted answers of the round in force, as they count under the version that is to be changed. */
  readonly answers: readonly Answer[];
}

/**
 * Whether an item must be asked for again when a change is made (reference: people.md, C.1): for a new label, items that
 * somebody answered with "none of these fit" or with the nearest label, and the proposal's examples; for a split or a new
 * definition, all where anybody named the label, not only those that were decided so; for a label that is dropped, all
 * that were decided by it. Merging and renaming ask nobody again. Of several changes each is held against answers as they
 * count after those before it. Rejected and replaced items, and items that nobody has answered in the round, are never
 * affected.
 */
export const isAffected = (
  item: AskedItem,
  changes: readonly OntologyChange[],
  examples: ReadonlySet<ItemId>,
): boolean => {
  if (item.state === "rejected" || item.state === "replaced" || item.answers.length === 0) return false;
  return changes.some((change, at) => isAffectedBy(countedAfter(item, changes.slice(0, at)), change, examples));
};

const isAffectedBy = (item: AskedItem, change: OntologyChange, examples: ReadonlySet<ItemId>): boolean => {
  switch (change.kind) {
    case "add":
      return (
        examples.has(item.itemId) ||
        item.answers.some(({ kind }) => kind === "none_fit") ||
        (change.nearest !== undefined && isNamed(item, change.nearest))
      );
    case "split":
    case "redefine":
      return isNamed(item, change.label);
    case "deprecate":
      return item.decided.includes(change.label);
    case "merge":
    case "rename":
      return false;
  }
};

/** The item with its answers and its decision as they count once these changes are made. */
const countedAfter = (item: AskedItem, changes: readonly OntologyChange[]): AskedItem =>
  changes.reduce((before, change) => (change.kind === "merge" ? merged(before, change) : before), item);

const merged = (item: AskedItem, { labels, into }: Extract<OntologyChange, { kind: "merge" }>): AskedItem => {
  const crosswalk: Crosswalk = new Map(labels.map((label) => [label, into]));
  return {
    ...item,
    decided: [...new Set(item.decided.map((label) => crosswalk.get(label) ?? label))],
    answers: item.answers.map((answer) => countsAs(answer, crosswalk)),
  };
};

const isNamed = ({ answers }: AskedItem, label: LabelId): boolean =>
  answers.some(
    (answer) =>
      answer.kind === "labelled" &&
      (answer.value.classes?.includes(label) || answer.value.shapes?.some((shape) => shape.label === label)),
  );
