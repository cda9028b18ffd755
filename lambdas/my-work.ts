import type { ProjectId } from "../core/ids.ts";
import { inLanguage, type PageLanguage } from "../core/localized.ts";
import { accountsOf, earnedIn } from "../core/my-work/account.ts";
import type { Payout } from "../core/my-work/payout.ts";
import { answersIn, type WorkDay } from "../core/my-work/work-day.ts";
import { dayOf, monthOf } from "../core/pay.ts";
import { refuse } from "../core/refusal.ts";
import type { MyWork } from "./api/my-work.ts";
import { awsDeps, type Deps, onFirstCall } from "./deps.ts";
import { endpoints, type Reply } from "./endpoints.ts";
import { type Person, type Request, serve } from "./http.ts";
import { inParallel } from "./in-parallel.ts";
import { type OwnProject, type OwnWork, ownWork } from "./own-projects.ts";
import { shownPayout } from "./shown-payout.ts";
import { ALL, FIRST, whatBecame } from "./what-became.ts";

const endpoint = endpoints.myWork;

/** With so much the page and its answer stay within 60 KiB: what became of her work is told as far as there is room. */
const ANSWER_BYTES = 22_000;
const TOLD_PROJECTS = 8;
/** Older months say how much, and by project when they are opened. */
const MONTHS_BY_PROJECT = 12;
const PAYOUTS = 12;

/**
 * What she labelled, what it pays, what became of it: from the ledger, the payouts and what vendors and exports recorded.
 * Nothing in it weighs her answers or sets her beside others.
 */
export const myWork = async (
  deps: Deps,
  { query, person }: Request<typeof endpoint>,
): Promise<Reply<typeof endpoint>> => {
  const { language = "en" } = query;
  const own = await ownWork(deps, person.personId);
  const { days } = own.work;
  const nowMs = deps.now();
  const month = query.month ?? days[0]?.day.slice(0, 7) ?? monthOf(nowMs);
  const work: MyWork = {
    asOfMs: nowMs,
    today: [...earnedIn(days.filter(({ day }) => day === dayOf(nowMs)))],
    thisMonth: [...earnedIn(days.filter(({ day }) => day.startsWith(monthOf(nowMs))))],
    accounts: [...accountsOf(days, own.payouts)],
    answers: answersIn(days),
    unpaid: days.reduce((sum, { unpaid }) => sum + unpaid, 0),
    projects: own.projects.map((one) => shownProject(one, language)),
    months: byMonth(days),
    days: {
      month,
      days: days
        .filter(({ day }) => day.startsWith(month))
        .map(({ day, projectId, answers, sums }) => ({
          day,
          projectId,
          answers,
          sums: sums.map(({ currency, amountMicros }) => ({ currency, amountMicros })),
        })),
    },
    payouts: newestPayouts(own.payouts, query.month),
    payoutCount: own.payouts.length,
  };
  const told = await toldProjects(deps, own, person, {
    language,
    asked: query.projectId,
    room: ANSWER_BYTES - Buffer.byteLength(JSON.stringify(work)),
  });
  const projects = work.projects.map((one) => ({
    ...one,
    ...(told.has(one.projectId) && { became: told.get(one.projectId) }),
  }));
  return { ...work, projects };
};

type Became = NonNullable<MyWork["projects"][number]["became"]>;

/** As many as fit, newest work first; of the one that is asked for, all. */
const toldProjects = async (
  deps: Deps,
  { work, projects }: OwnWork,
  { personId }: Person,
  {
    language,
    asked,
    room,
  }: { readonly language: PageLanguage; readonly asked: ProjectId | undefined; readonly room: number },
): Promise<ReadonlyMap<ProjectId, Became>> => {
  const { answersUpTo } = work;
  if (asked) {
    const one = projects.find(({ project }) => project.projectId === asked);
    if (!one) throw refuse("not-found", "no such project");
    return new Map([[asked, await whatBecame(deps, one, { personId, answersUpTo, language, limits: ALL })]]);
  }
  const newest = await inParallel(projects.slice(0, TOLD_PROJECTS), 4, async (one) => ({
    projectId: one.project.projectId,
    became: await whatBecame(deps, one, { personId, answersUpTo, language, limits: FIRST }),
  }));
  const told = new Map<ProjectId, Became>();
  let left = room;
  for (const { projectId, became } of newest) {
    const bytes = Buffer.byteLength(JSON.stringify(became));
    if (bytes > left) continue;
    left -= bytes;
    told.set(projectId, became);
  }
  return told;
};

const shownProject = (
  { project, membership, days }: OwnProject,
  language: PageLanguage,
): MyWork["projects"][number] => {
  const [last, first] = [days[0], days.at(-1)];
  return {
    projectId: project.projectId,
    title: inLanguage(project.title, language),
    state: project.state,
    hasLeft: membership.state === "left",
    answers: answersIn(days),
    unpaid: days.reduce((sum, { unpaid }) => sum + unpaid, 0),
    ...(first && last && { firstDay: first.day, lastDay: last.day }),
  };
};

const byMonth = (days: readonly WorkDay[]): MyWork["months"] =>
  [...Map.groupBy(days, ({ day }) => day.slice(0, 7))].map(([month, some], at) => {
    const byProject = at < MONTHS_BY_PROJECT ? Map.groupBy(some, ({ projectId }) => projectId) : [];
    const projects = [...byProject].map(([projectId, own]) => ({ projectId, answers: answersIn(own) }));
    return { month, answers: answersIn(some), projects };
  });

const newestPayouts = (all: readonly Payout[], month: string | undefined): MyWork["payouts"] => {
  const sorted = all.toSorted((a, b) => (placeOf(a) > placeOf(b) ? -1 : 1));
  const shown = sorted.filter(({ paidOn }, at) => at < PAYOUTS || (month && paidOn.startsWith(month)));
  return shown.map(shownPayout);
};

const placeOf = ({ paidOn, payoutId }: Payout): string => `${paidOn} ${payoutId}`;

export const handler = onFirstCall(() => serve(endpoint, awsDeps(process.env), myWork));
