import type { AnnotationKind } from "../annotation.ts";
import type { LabelId } from "../ids.ts";
import type { Tool } from "../ontology.ts";
import { type BundleContext, type ExportedItem, labelsIn, votesAsCounted } from "./exported-item.ts";
import { answerCounts } from "./json-shapes.ts";

/** Shares by label id. They sum to one where each answer names exactly one label. */
type Shares = Readonly<Record<string, number>>;

/**
 * `soft_labels.jsonl`: one line for every item, how its answers spread. With a `class` tool each answer names one label,
 * so the shares are a distribution, in two normalisations: over the answers that name a label, and over all. Where an
 * answer may name several labels, or draws, they are by label the share of annotators who named it. What there are no
 * answers for is null, never zero and never NaN.
 */
export const softLabelLine = (
  item: ExportedItem,
  { crosswalk, ontologyVersion, tools }: BundleContext & { readonly tools: readonly Tool[] },
): string => {
  const kinds = answerCounts(item);
  const asksOne = tools.includes("class");
  const values = votesAsCounted(item, crosswalk).flatMap(({ answer }) =>
    answer.kind === "labelled" ? [answer.value] : [],
  );
  const named = values.map(({ classes, shapes }) =>
    labelsIn(asksOne ? { classes: classes ?? [] } : { classes: classes ?? [], shapes: shapes ?? [] }),
  );
  const counts = countsOf(named);
  const all = values.length + kinds.none_fit + kinds.cant_tell + kinds.unusable;
  return JSON.stringify({
    item: item.itemId,
    file_name: item.name,
    state: item.outcome.state,
    round: item.round,
    reviewed: item.reviewed,
    ontology_version: ontologyVersion,
    answers: all,
    ...kinds,
    counts,
    ...(asksOne ? oneLabel(counts, kinds, all) : severalLabels(counts, kinds, named)),
    ...(asksOne &&
      tools.includes("box") && { drawn_counts: countsOf(values.map(({ shapes = [] }) => labelsIn({ shapes }))) }),
  });
};

const oneLabel = (counts: Shares, kinds: Readonly<Record<AnnotationKind, number>>, all: number) => ({
  p_over_labels: shares(counts, kinds.labelled),
  p_over_all: all === 0 ? null : { labels: shares(counts, all), ...specialShares(kinds, all) },
  entropy_bits: kinds.labelled === 0 ? null : entropyBits(Object.values(counts)),
  entropy_over_all_bits:
    all === 0 ? null : entropyBits([...Object.values(counts), kinds.none_fit, kinds.cant_tell, kinds.unusable]),
});

const severalLabels = (
  counts: Shares,
  kinds: Readonly<Record<AnnotationKind, number>>,
  named: readonly (readonly LabelId[])[],
) => {
  const all = kinds.labelled + kinds.none_fit + kinds.cant_tell + kinds.unusable;
  const labelEntropies = Object.entries(counts).map(([label, count]) => [
    label,
    entropyBits([count, kinds.labelled - count]),
  ]);
  return {
    nothing_named: named.filter((labels) => labels.length === 0).length,
    named_over_labelled: shares(counts, kinds.labelled),
    named_over_all: all === 0 ? null : { labels: shares(counts, all), ...specialShares(kinds, all) },
    label_entropy_bits: kinds.labelled === 0 ? null : Object.fromEntries(labelEntropies),
  };
};

const countsOf = (named: readonly (readonly LabelId[])[]): Shares => {
  const counts = new Map<LabelId, number>();
  for (const label of named.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const shares = (counts: Shares, of: number): Shares | null =>
  of === 0 ? null : Object.fromEntries(Object.entries(counts).map(([label, count]) => [label, count / of]));

const specialShares = ({ none_fit, cant_tell, unusable }: Readonly<Record<AnnotationKind, number>>, of: number) => ({
  none_fit: none_fit / of,
  cant_tell: cant_tell / of,
  unusable: unusable / of,
});

/**
 * Shannon entropy of counts, in bits: 0 where all are alike, at most the base-2 logarithm of how many differ; 0 for none.
 * To a billionth: engines differ in the last digits of a logarithm.
 */
export const entropyBits = (counts: readonly number[]): number => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const bits = counts.reduce((sum, count) => (count > 0 ? sum + (count / all) * Math.log2(all / count) : sum), 0);
  return Math.round(bits * 1e9) / 1e9;
};
