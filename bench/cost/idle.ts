import type { Deps } from "../../lambdas/deps.ts";
import { type BackgroundName, background } from "../../lambdas/endpoints.ts";
import { feed } from "../../lambdas/feed.ts";
import { learn } from "../../lambdas/learn.ts";
import { reconcile } from "../../lambdas/reconcile.ts";
import { scrub } from "../../lambdas/scrub.ts";
import { haveProject, projectIdOf } from "../../test/support/labelling.ts";
import { openCountedWorld } from "../scale/counted-world.ts";
import type { Use } from "../scale/use.ts";
import type { CostLine } from "./ledger.ts";
import { linesOfUse } from "./lines-of-use.ts";

/** As much of a synthesized template as is looked at. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

const MINUTES_A_MONTH = 30 * 24 * 60;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: so many ask a queue while it is empty. */
const POLLERS = 5;
const LONG_POLL_SECONDS = 20;
/** What an installation with some past work keeps: tables of a hundred thousand rows, and nothing of media. */
const KEPT_GB = 0.1;
/** The first three dashboards of an account cost nothing, nor do its first fourteen million ticks of a month. */
const DASHBOARDS_FREE = 3;
const TICKS_FREE = 14_000_000;

const SCHEDULED: Readonly<Record<string, (deps: Deps) => Promise<unknown>>> = { feed, reconcile, learn, scrub };

/** Runs of each schedule with nobody at work: an open project, a paused one and a closed one are there, all labelled. */
export const idleRuns = async (): Promise<Readonly<Record<string, Use>>> => {
  const world = await openCountedWorld({ withRounds: true });
  for (const state of ["open", "paused", "closed"] as const)
    await haveProject(world.deps, { projectId: projectIdOf(state), state });
  const used: Record<string, Use> = {};
  for (const [name, run] of Object.entries(SCHEDULED)) {
    // The first run shows what is new; every later one is alike.
    for (const _ of ["first", "later"]) {
      world.take();
      await run(world.deps);
      used[name] = world.take(1);
      world.stores.pass(60_000);
    }
  }
  await world.close();
  return used;
};

/** What an installation costs in a month in which nobody does anything, from the templates that would be deployed. */
export const billOfIdleMonth = (
  templates: readonly Template[],
  runs: Readonly<Record<string, Use>>,
): readonly CostLine[] => {
  const all = templates.flatMap(({ Resources }) => Object.values(Resources));
  const ofType = (type: string) => all.filter(({ Type }) => Type === type);
  const schedules = ofType("AWS::Scheduler::Schedule").map(({ Properties = {} }) => ticksAMonth(Properties));
  const scheduled = Object.entries(background).flatMap(([name, settings]) =>
    settings.wakes === "schedule" ? [[name as BackgroundName, MINUTES_A_MONTH / settings.everyMinutes] as const] : [],
  );
  const ticks = schedules.reduce((sum, one) => sum + one, 0);
  const told = scheduled.reduce((sum, [, one]) => sum + one, 0);
  if (Math.abs(ticks - told) > 1)
    throw new Error(`the template ticks ${ticks} times a month, its functions' table says ${told}`);
  const polls = (MINUTES_A_MONTH * 60 * POLLERS) / LONG_POLL_SECONDS;
  return [
    {
      step: "alarms",
      price: "alarmMetric",
      units: ofType("AWS::CloudWatch::Alarm").reduce((sum, alarm) => sum + figuresOf(alarm.Properties), 0),
    },
    {
      step: "dashboards",
      price: "dashboard",
      units: Math.max(0, ofType("AWS::CloudWatch::Dashboard").length - DASHBOARDS_FREE),
    },
    { step: "keys", price: "key", units: ofType("AWS::KMS::Key").length },
    { step: "firewall", price: "firewall", units: ofType("AWS::WAFv2::WebACL").length },
    { step: "queues polled", price: "queueRequest", units: ofType("AWS::Lambda::EventSourceMapping").length * polls },
    { step: "schedules", price: "scheduled", units: Math.max(0, ticks - TICKS_FREE) },
    ...scheduled.flatMap(([name, times]) =>
      linesOfUse(runOf(runs, name), {
        step: `${name}, ${Math.round(times)} times`,
        function: name,
        counted: 1,
        toldFor: times,
      }),
    ),
    { step: "storage", price: "tableStorage", units: KEPT_GB },
    { step: "storage", price: "tableRecovery", units: KEPT_GB },
  ];
};

const runOf = (runs: Readonly<Record<string, Use>>, name: string): Use => {
  const run = runs[name];
  if (!run) throw new Error(`nothing is known of a run of ${name}`);
  return run;
};

/** An alarm over an expression is paid by the figures that go into it. */
const figuresOf = (properties: Readonly<Record<string, unknown>> = {}): number => {
  const metrics = properties["Metrics"] as readonly { readonly MetricStat?: unknown }[] | undefined;
  return metrics ? metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
};

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

const ticksAMonth = (properties: Readonly<Record<string, unknown>>): number => {
  const expression = String(properties["ScheduleExpression"]);
  const [, count = "", unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const minutes = MINUTES[unit as keyof typeof MINUTES];
  if (!minutes) throw new Error(`${expression}: only rates are known here`);
  return MINUTES_A_MONTH / (Number(count) * minutes);
};
