import type { LedgerLine } from "../../core/pay.ts";
import type { StoredAnnotation } from "../../lambdas/store/annotations.ts";
import type { ItemWithAnnotations } from "../../lambdas/store/items.ts";
import type { Acknowledged } from "./annotator.ts";
import type { Kept } from "./kept.ts";

/** What was promised and is not so; all lists are empty when nothing was lost, doubled or left over. */
export interface Broken {
  /** Acknowledged answers that are not in the table, or are there with another label. */
  readonly lost: readonly string[];
  /** More answers in an item's round than its overlap and its late answers allow. */
  readonly surplus: readonly string[];
  /** Items that are not decided. */
  readonly undecided: readonly string[];
  /** Annotations without exactly one line of the ledger, and lines without an annotation. */
  readonly wronglyPaid: readonly string[];
}

export const whatBroke = (acknowledged: readonly Acknowledged[], { items, ledger }: Kept, overlap: number): Broken => ({
  lost: lostOf(acknowledged, items),
  surplus: items.flatMap(({ header, annotations }) => {
    const first = annotations.filter(({ revision }) => revision === 1);
    const rounds = Map.groupBy(first, ({ round }) => round);
    return [...rounds].flatMap(([round, given]) => {
      const late = given.filter((one) => one.late).length;
      return given.length > overlap + late ? [`${header.itemId} round ${round}: ${given.length} answers`] : [];
    });
  }),
  undecided: items.flatMap(({ header }) => (header.state === "open" ? [header.itemId] : [])),
  wronglyPaid: wronglyPaid(items, ledger),
});

const lostOf = (acknowledged: readonly Acknowledged[], items: readonly ItemWithAnnotations[]): readonly string[] => {
  const stored = new Map<string, StoredAnnotation>(
    items.flatMap(({ annotations }) =>
      annotations.map((one) => [`${one.itemId} ${one.annotatorId} ${one.submissionId}`, one] as const),
    ),
  );
  return acknowledged.flatMap(({ itemId, personId, submissionId, label }) => {
    const name: string = `${itemId} ${personId} ${submissionId}`;
    const found = stored.get(name);
    const isThere = found !== undefined && "answer" in found && JSON.stringify(found.answer).includes(`"${label}"`);
    return isThere ? [] : [name];
  });
};

const wronglyPaid = (items: readonly ItemWithAnnotations[], ledger: readonly LedgerLine[]): readonly string[] => {
  const lines = new Map<string, number>();
  for (const { itemId, round, annotatorId } of ledger) {
    const name = `${itemId} ${round} ${annotatorId}`;
    lines.set(name, (lines.get(name) ?? 0) + 1);
  }
  const owed = new Set(
    items.flatMap(({ annotations }) => annotations.map((one) => `${one.itemId} ${one.round} ${one.annotatorId}`)),
  );
  return [
    ...[...owed].filter((name) => lines.get(name) !== 1).map((name) => `${name}: ${lines.get(name) ?? 0} lines`),
    ...[...lines.keys()].filter((name) => !owed.has(name)).map((name) => `${name}: a line without an answer`),
  ];
};
