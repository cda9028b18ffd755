import type { AnnotatorId, ProjectId } from "../../core/ids.ts";
import type { Membership } from "../../core/membership.ts";
import { newestFirst, type WorkDay, workDays } from "../../core/my-work/work-day.ts";
import { dayOf, type LedgerLine, monthOf, monthsBetween } from "../../core/pay.ts";
import type { Deps } from "../deps.ts";
import { inParallel } from "../in-parallel.ts";
import { ledger } from "../store/ledger.ts";
import { workMonths } from "../store/work-months.ts";

const DAY_MS = 86_400_000;

/** A month is over when its last day is, and another one for clocks that differ. */
const isOver = (month: string, nowMs: number): boolean => month < monthOf(nowMs - DAY_MS);

/** Whether a line of that moment may be missing in sums that were kept: asked by whoever writes it. */
export const mayBeSummed = (acceptedAtMs: number, nowMs: number): boolean => monthOf(acceptedAtMs) < monthOf(nowMs);

/** All work of one person, from the ledger alone. */
export interface Work {
  /** Newest first. */
  readonly days: readonly WorkDay[];
  /** How many answers of a project had been accepted by a moment, that very millisecond included, those to gold left out. */
  readonly answersUpTo: (projectId: ProjectId, atMs: number) => Promise<number>;
}

/**
 * Reads a person's ledger: months that are over as they were summed once, and summed now where nobody has; the others
 * line by line. `joined`: all her memberships, those she left included.
 */
export const workOf = async (
  deps: Pick<Deps, "table" | "config" | "now">,
  personId: AnnotatorId,
  joined: readonly Membership[],
): Promise<Work> => {
  const nowMs = deps.now();
  const store = workMonths(deps);
  const [kept, starts] = await Promise.all([
    store.ofPerson(personId),
    inParallel(joined, 10, ({ projectId }) => store.firstWorkMs(personId, projectId)),
  ]);
  const firstMs = Math.min(nowMs, ...starts.flatMap((startMs) => startMs ?? []));
  const linesOf = once((month) => ledger(deps).ofMonth(personId, month));
  const months = await inParallel(monthsBetween(firstMs, nowMs), 4, async (month) => {
    const found = kept.find((one) => one.month === month);
    if (found?.days) return found.days;
    const days = workDays(await linesOf(month));
    if (isOver(month, nowMs)) await store.keep(personId, month, found?.ver ?? 0, days);
    return days;
  });
  const days = months.flat().toSorted(newestFirst);
  return {
    days,
    answersUpTo: async (projectId, atMs) => {
      const own = days.filter((one) => one.projectId === projectId);
      const before = own.filter(({ day }) => day < dayOf(atMs));
      const full = before.reduce((sum, { answers, apart = 0 }) => sum + answers - apart, 0);
      if (!own.some(({ day }) => day === dayOf(atMs))) return full;
      const lines = await linesOf(monthOf(atMs));
      return full + lines.filter((line) => isBetween(line, projectId, atMs)).length;
    },
  };
};

const isBetween = ({ projectId, acceptedAtMs, byAssignment }: LedgerLine, of: ProjectId, atMs: number): boolean =>
  !byAssignment && projectId === of && dayOf(acceptedAtMs) === dayOf(atMs) && acceptedAtMs <= atMs;

const once = <Found>(read: (name: string) => Promise<Found>): ((name: string) => Promise<Found>) => {
  const asked = new Map<string, Promise<Found>>();
  return (name) => {
    const found = asked.get(name) ?? read(name);
    asked.set(name, found);
    return found;
  };
};
