import { Duration, Stack } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { backgroundNames } from "../functions.ts";
import type { Functions, HandlerFunction } from "./handler-function.ts";
import type { MachineQueue } from "./machine-queue.ts";
import type { Tables } from "./tables.ts";

/** What alarms look at. */
export interface Watched {
  readonly queues: Readonly<Record<string, MachineQueue>>;
  readonly functions: Functions;
  readonly api: HttpApi;
  readonly tables: Tables;
}

export interface AlarmRule {
  /** What it means and what to do. */
  readonly description: string;
  readonly metric: IMetric;
  /** Rings above this, for as many periods (@default 1). */
  readonly above: number;
  readonly periods?: number;
  /** No figure at all rings too. */
  readonly isSilenceTrouble?: true;
}

const period = Duration.minutes(5);
/** Oldest message that a queue of machines may hold before somebody should look. */
const AGE_SECONDS_MAX = 5 * 60;

/** Of the metrics that are read from the functions' logs. */
export const protocolNamespace = (scope: Construct): string => `Labelloop/${Stack.of(scope).stackName}`;

export const alarmRules = (scope: Construct, watched: Watched): Readonly<Record<string, AlarmRule>> => ({
  ...ofQueues(watched),
  ...ofRuns(watched),
  ...ofProtocol(scope, watched),
  ...ofCapacity(watched),
});

const ofQueues = ({ queues }: Watched): Readonly<Record<string, AlarmRule>> => ({
  DeadLetters: {
    description: "A message failed five times. Read it in the dead letters and the function's log, mend, redrive.",
    metric: over("SUM", queues, ({ deadLetters }) =>
      deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    ),
    above: 0,
  },
  Backlog: {
    description: "A message for a function has waited for more than five minutes.",
    metric: over("MAX", queues, ({ queue }) =>
      queue.metricApproximateAgeOfOldestMessage({ period, statistic: Stats.MAXIMUM }),
    ),
    above: AGE_SECONDS_MAX,
  },
});

const ofRuns = ({ functions, api }: Watched): Readonly<Record<string, AlarmRule>> => ({
  ReconcileStopped: {
    description: "Reconcile has not run for ten minutes: what crashes leave half-done stays so. Look at its schedule.",
    metric: new MathExpression({
      label: "periods without a run",
      expression: "IF(FILL(runs, 0) < 1, 1, 0)",
      usingMetrics: { runs: functions.reconcile.function.metricInvocations({ period }) },
      period,
    }),
    above: 0,
    periods: 2,
    isSilenceTrouble: true,
  },
  ApiErrors: {
    description: "More than five requests failed on our side in five minutes. Search the logs for request.failed.",
    metric: api.metricServerError({ period, statistic: Stats.SUM }),
    above: 5,
  },
});

/** What the protocol itself says of its health, in the logs of those who repair it. */
const ofProtocol = (scope: Construct, { functions }: Watched): Readonly<Record<string, AlarmRule>> => ({
  BackgroundErrors: {
    description:
      "Functions without a route told of more than two errors in a quarter of an hour. Their logs say which.",
    metric: said(
      scope,
      "BackgroundErrors",
      FAILED,
      backgroundNames.map((name) => functions[name]),
    ).with({ period: Duration.minutes(15) }),
    above: 2,
  },
  LeasesOverdue: {
    description: "Reconcile runs out of time before the overdue leases end: it lags. Answers are safe, items wait.",
    metric: said(scope, "LeasesOverdue", ofEvent("leases.overdue"), [functions.reconcile]),
    above: 0,
    periods: 3,
  },
  ItemsRepaired: {
    description:
      "An item was in a state that must never be, and was mended: a bug. The log names the item and the fault.",
    metric: said(scope, "ItemsRepaired", ofEvent("item.repaired"), [functions.reconcile, functions.scrub]),
    above: 0,
  },
});

const ofCapacity = ({ tables }: Watched): Readonly<Record<string, AlarmRule>> => ({
  Throttles: {
    description: "The account's concurrency is spent: ask for a higher quota (new accounts start at 10).",
    // Over the account on purpose: all its functions share one quota.
    metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", statistic: Stats.SUM, period }),
    above: 0,
    periods: 2,
  },
  TableThrottles: {
    description: "Writes to the main table were refused. A key is too hot, or a limit of the account is reached.",
    metric: tables.main.metric("WriteThrottleEvents", { period, statistic: Stats.SUM }),
    above: 0,
    periods: 2,
  },
});

const ofEvent = (event: string): IFilterPattern => FilterPattern.stringValue("$.event", "=", event);

/** Ours is `error`; Lambda says ERROR of what nobody caught, and in a report of its own that a run did not end well. */
const FAILED = FilterPattern.any(
  FilterPattern.stringValue("$.level", "=", "error"),
  FilterPattern.stringValue("$.level", "=", "ERROR"),
  FilterPattern.stringValue("$.record.status", "=", "timeout"),
  FilterPattern.stringValue("$.record.status", "=", "failure"),
);

/**
 * How often these functions logged lines of the pattern. Such a figure costs 0.30 USD a month for the hours in which
 * something was logged, so that one that tells of trouble alone costs nothing while there is none.
 */
const said = (
  scope: Construct,
  name: string,
  filterPattern: IFilterPattern,
  by: readonly HandlerFunction[],
): Metric => {
  const metricNamespace = protocolNamespace(scope);
  for (const { log } of by) {
    new MetricFilter(log, name, {
      logGroup: log,
      filterPattern,
      metricNamespace,
      metricName: name,
      metricValue: "1",
    });
  }
  return new Metric({ namespace: metricNamespace, metricName: name, statistic: Stats.SUM, period });
};

/** One figure over all of them. A silent metric counts as zero. */
const over = <One>(
  fold: "SUM" | "MAX",
  all: Readonly<Record<string, One>>,
  metricOf: (one: One) => Metric,
): MathExpression => {
  const metrics = Object.entries(all).map(([name, one]) => [name, metricOf(one)] as const);
  return new MathExpression({
    label: `${fold.toLowerCase()} over ${metrics.map(([name]) => name).join(", ")}`,
    expression: `${fold}([${metrics.map(([name]) => `FILL(${name}, 0)`).join(", ")}])`,
    usingMetrics: Object.fromEntries(metrics),
    ...(metrics[0] && { period: metrics[0][1].period }),
  });
};
