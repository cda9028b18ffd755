import { classAnswers } from "../consensus/classes/class-answers.ts";
import { refuse } from "../refusal.ts";
import { type Measure, undefinedMeasure } from "./figure.ts";
import { nominalAlpha } from "./nominal-alpha.ts";

/** A labelled stretch of a line: characters of a text, frames of a video. From the first position up to, not including, `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** From 0. */
  readonly label: number;
}

/** A line of whole positions, and what each of its annotators marked on it; nothing marked is an answer too. */
export interface MarkedLine {
  readonly length: number;
  readonly marks: readonly (readonly Stretch[])[];
}

/**
 * Alpha of unitising, on a grid: every position is a unit, and its value is the label that covers it, or none. Nominal
 * alpha of these, for spans and segments alike. A long mark counts for more than a short one, and gaps on which all agree
 * count as agreement; where that is unwanted take objectAlpha. Where two stretches of one annotator overlap, the later
 * start covers, of equal starts the higher label. Costs stretches, not positions. Bootstraps draw lines.
 */
export const gridAlpha = (lines: readonly MarkedLine[]): Measure => {
  const labels =
    1 + lines.reduce((most, { marks }) => Math.max(most, ...marks.flat().map(({ label }) => label + 1)), 0);
  const annotators = lines.reduce((most, { marks }) => Math.max(most, marks.length), 0);
  const rows = { item: [] as number[], annotator: [] as number[], label: [] as number[] };
  const lengths: number[] = [];
  const lineOf: number[] = [];
  lines.forEach((line, at) => {
    refuseStrayStretches(line);
    const edges = edgesOf(line);
    const covers = line.marks.map((marks) => coverOf(marks, edges));
    for (let piece = 0; piece + 1 < edges.length; piece += 1) {
      covers.forEach((cover, annotator) => {
        rows.item.push(lengths.length);
        rows.annotator.push(annotator);
        rows.label.push(cover[piece]!);
      });
      lengths.push(edges[piece + 1]! - edges[piece]!);
      lineOf.push(at);
    }
  });
  if (annotators === 0) return undefinedMeasure("no-answers");
  const pieces = nominalAlpha(
    classAnswers(
      {
        item: Int32Array.from(rows.item),
        annotator: Int32Array.from(rows.annotator),
        label: Int32Array.from(rows.label),
      },
      { items: lengths.length, annotators, labels },
    ),
  );
  return {
    takesPart: Int32Array.from(new Set(Array.from(pieces.takesPart, (piece) => lineOf[piece]!))),
    figure: (times) =>
      pieces.figure(
        Float64Array.from(lengths, (length, piece) => length * (times?.[lineOf[piece]!] ?? (times ? 0 : 1))),
      ),
  };
};

const refuseStrayStretches = ({ length, marks }: MarkedLine): void => {
  for (const { from, to } of marks.flat()) {
    if (Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= length) continue;
    throw refuse("bad-request", `a stretch from ${from} to ${to} does not lie on a line of ${length} positions`, {
      field: "from",
      value: `${from}–${to}`,
      allowed: `whole numbers, 0 ≤ from < to ≤ ${length}`,
    });
  }
};

/** Where something starts or ends: between two edges nothing changes. */
const edgesOf = ({ length, marks }: MarkedLine): readonly number[] =>
  [...new Set([0, length, ...marks.flat().flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);

/** By piece between edges, the label that covers it, from 1; 0 where none does. */
const coverOf = (marks: readonly Stretch[], edges: readonly number[]): Int32Array => {
  const cover = new Int32Array(Math.max(0, edges.length - 1));
  const pieceAt = new Map(edges.map((edge, piece) => [edge, piece]));
  for (const { from, to, label } of [...marks].sort((a, b) => a.from - b.from || a.label - b.label)) {
    cover.fill(label + 1, pieceAt.get(from), pieceAt.get(to));
  }
  return cover;
};
