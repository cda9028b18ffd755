import type { AnnotatorId, AssignmentId, ItemId, ProjectId } from "./ids.ts";
import type { Pay } from "./project.ts";

/**
 * What one annotator is owed for one item in one round. This module imports nothing about consensus, gold or skills,
 * and must not: pay depends on work done, never on quality (I10).
 */
export interface LedgerLine {
  readonly annotatorId: AnnotatorId;
  readonly projectId: ProjectId;
  readonly itemId: ItemId;
  readonly round: number;
  readonly assignmentId: AssignmentId;
  /** Owed once for each assignment that it was handed out in: where no claim keeps it from being handed out in two. */
  readonly byAssignment?: true;
  /** Of the first revision, as stored: a correction earns nothing more, and a retry names the same month. */
  readonly acceptedAtMs: number;
  /** The rate that was promised with the assignment. */
  readonly pay: Pay;
}

/** `yyyy-mm` in UTC. */
export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7);
/** `yyyy-mm-dd` in UTC. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Months from one moment to another, both included, newest first. */
export const monthsBetween = (fromMs: number, toMs: number): readonly string[] => {
  const first = monthOf(fromMs);
  const months: string[] = [];
  for (let month = monthOf(toMs); month >= first; month = monthBefore(month)) months.push(month);
  return months;
};

const monthBefore = (month: string): string => monthOf(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 2));

export interface Sum {
  readonly currency: string;
  readonly amountMicros: number;
  readonly annotations: number;
}

/** Sums by currency, in order of the currency's code. Unpaid lines are in none of them. */
export const sumByCurrency = (lines: readonly LedgerLine[]): readonly Sum[] => {
  const sums = new Map<string, Sum>();
  for (const { pay } of lines) {
    if (pay.kind === "unpaid") continue;
    const { currency } = pay;
    const { amountMicros, annotations } = sums.get(currency) ?? { amountMicros: 0, annotations: 0 };
    sums.set(currency, { currency, amountMicros: amountMicros + pay.amountMicros, annotations: annotations + 1 });
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
};
