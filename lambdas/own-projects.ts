import type { AnnotatorId } from "../core/ids.ts";
import type { Membership } from "../core/membership.ts";
import type { Payout } from "../core/my-work/payout.ts";
import type { WorkDay } from "../core/my-work/work-day.ts";
import type { Project } from "../core/project.ts";
import type { Deps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import { type Work, workOf } from "./steps/work-of.ts";
import { memberships } from "./store/memberships.ts";
import { payouts } from "./store/payouts.ts";
import { projects } from "./store/projects.ts";

/** One project with what somebody did in it and was paid for it. */
export interface OwnProject {
  readonly project: Project;
  readonly membership: Membership;
  /** Newest first. */
  readonly days: readonly WorkDay[];
  readonly payouts: readonly Payout[];
}

export interface OwnWork {
  readonly work: Work;
  readonly payouts: readonly Payout[];
  /** Newest work first; projects in which she may label and has not yet come last. */
  readonly projects: readonly OwnProject[];
}

const READS_AT_ONCE = 10;

/** All that somebody worked on, also in projects that are closed or that she left. */
export const ownWork = async (deps: Deps, personId: AnnotatorId): Promise<OwnWork> => {
  const joined = await memberships(deps).ofPerson(personId);
  const [work, paid] = await Promise.all([workOf(deps, personId, joined), payouts(deps).ofPerson(personId)]);
  const found = await inParallel(joined, READS_AT_ONCE, async (membership) => {
    const { projectId, roles, state } = membership;
    const days = work.days.filter((day) => day.projectId === projectId);
    const own = paid.filter((payout) => payout.projectId === projectId);
    const labels = state === "active" && roles.includes("annotator");
    if (days.length === 0 && own.length === 0 && !labels) return undefined;
    const project = await projects(deps).find(projectId);
    return project && { project, membership, days, payouts: own };
  });
  const shown = found.filter((one) => one !== undefined).toSorted(byNewestWork);
  return { work, payouts: paid, projects: shown };
};

const byNewestWork = (a: OwnProject, b: OwnProject): number => {
  const [lastA = "", lastB = ""] = [a.days[0]?.day, b.days[0]?.day];
  return lastA === lastB ? b.membership.joinedAtMs - a.membership.joinedAtMs : lastA > lastB ? -1 : 1;
};
