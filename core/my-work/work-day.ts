import type { ProjectId } from "../ids.ts";
import { dayOf, type LedgerLine, type Sum, sumByCurrency } from "../pay.ts";

/** What the ledger says of one person, one project and one day: all that pay and history are summed from. */
export interface WorkDay {
  /** `yyyy-mm-dd` in UTC. */
  readonly day: string;
  readonly projectId: ProjectId;
  /** Answers of that day, paid and unpaid: one for each item and round. */
  readonly answers: number;
  /** Those of them that decide nothing and are in no export; absent where there are none. */
  readonly apart?: number;
  readonly unpaid: number;
  /** By currency, in the order of its code. */
  readonly sums: readonly Sum[];
}

/** Ledger lines by project and day, newest day first, then by project; the same in whatever order they come. */
export const workDays = (lines: readonly LedgerLine[]): readonly WorkDay[] => {
  const byPlace = Map.groupBy(lines, ({ acceptedAtMs, projectId }) => `${dayOf(acceptedAtMs)} ${projectId}`);
  return [...byPlace.values()]
    .flatMap((some) => {
      const [first] = some;
      if (!first) return [];
      const { acceptedAtMs, projectId } = first;
      const unpaid = some.filter(({ pay }) => pay.kind === "unpaid").length;
      const apart = some.filter(({ byAssignment }) => byAssignment).length;
      const sums = sumByCurrency(some);
      return [{ day: dayOf(acceptedAtMs), projectId, answers: some.length, ...(apart > 0 && { apart }), unpaid, sums }];
    })
    .sort(newestFirst);
};

/** Newest day first, then by project. */
export const newestFirst = (a: Pick<WorkDay, "day" | "projectId">, b: Pick<WorkDay, "day" | "projectId">): number =>
  a.day === b.day ? (a.projectId < b.projectId ? -1 : 1) : a.day > b.day ? -1 : 1;

export const answersIn = (days: readonly WorkDay[]): number => days.reduce((sum, { answers }) => sum + answers, 0);
