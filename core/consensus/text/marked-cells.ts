import type { Place, Span, SpanAnswer } from "./spans.ts";

/** What an annotator says of a cell without a mark. */
export const BARE = -1;

/** A stretch of text in which no annotator's marks begin or end: all its code points have the same evidence. */
export interface MarkedCell extends Place {
  /** By annotator, in the order of the answers: the number of the label, or `BARE`. */
  readonly says: Int32Array;
}

/**
 * Cuts the text at every place where somebody's span of these labels begins or ends, and keeps the stretches that at least
 * one marked. Where spans of one annotator lie over each other the shortest counts, then the first label: pass one label
 * alone where labels may overlap.
 */
export const cellsOf = (answers: readonly SpanAnswer[], labels: readonly string[]): readonly MarkedCell[] => {
  const numberOf = new Map(labels.map((label, at) => [label, at]));
  const ofLabels = answers.map(({ spans }) => spans.filter(({ label }) => numberOf.has(label)).sort(longestFirst));
  const edges = [...new Set(ofLabels.flat().flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const cellAt = new Map(edges.map((edge, at) => [edge, at]));
  const cells = edges.slice(0, -1).map((start, at) => ({
    start,
    end: edges[at + 1]!,
    says: new Int32Array(answers.length).fill(BARE),
  }));
  ofLabels.forEach((spans, annotator) => {
    for (const { start, end, label } of spans) {
      for (let at = cellAt.get(start)!; at < cellAt.get(end)!; at += 1)
        cells[at]!.says[annotator] = numberOf.get(label)!;
    }
  });
  return cells.filter(({ says }) => says.some((label) => label !== BARE));
};

/** Later ones are written over earlier ones. */
const longestFirst = (a: Span, b: Span): number =>
  b.end - b.start - (a.end - a.start) || a.start - b.start || (a.label < b.label ? 1 : a.label > b.label ? -1 : 0);
