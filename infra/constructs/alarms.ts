import { Duration } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { Settings } from "../settings.ts";
import type { MachineQueue } from "./machine-queue.ts";
import type { Tables } from "./tables.ts";

export interface AlarmsProps {
  readonly settings: Settings;
  readonly queues: Readonly<Record<string, MachineQueue>>;
  readonly background: Readonly<Record<string, LambdaFunction>>;
  readonly api: HttpApi;
  readonly tables: Tables;
}

const period = Duration.minutes(5);
/** Oldest message that a queue of machines may hold before somebody should look. */
const AGE_SECONDS_MAX = 5 * 60;

interface Rule {
  readonly description: string;
  readonly metric: IMetric;
  /** Rings above this. */
  readonly above: number;
  readonly periods?: number;
  readonly missing?: TreatMissingData;
}

/** What wakes somebody. Few, each of one kind of trouble over everything that can have it: an alarm is paid by the metric. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { alarmEmail } = props.settings;
    const topic = alarmEmail ? new Topic(this, "Topic", { enforceSSL: true }) : undefined;
    if (alarmEmail) topic?.addSubscription(new EmailSubscription(alarmEmail));
    this.alarms = Object.entries(rulesOf(props)).map(([name, { metric, description, above, periods = 1, missing }]) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: description,
        metric,
        threshold: above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: periods,
        treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      });
      if (topic) alarm.addAlarmAction(new SnsAction(topic));
      return alarm;
    });
  }
}

const rulesOf = ({ queues, background, api, tables }: AlarmsProps): Readonly<Record<string, Rule>> => ({
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
  BackgroundErrors: {
    description: "A function without a route failed more than twice in a quarter of an hour.",
    metric: over("SUM", background, (one) => one.metricErrors({ period: Duration.minutes(15) })),
    above: 2,
  },
  ApiErrors: {
    description: "More than 1 % of requests failed on our side. Search the functions' logs for request.failed.",
    metric: new MathExpression({
      label: "% of requests that failed",
      expression: "IF(requests > 0, 100 * failed / requests, 0)",
      usingMetrics: {
        requests: api.metricCount({ period, statistic: Stats.SUM }),
        failed: api.metricServerError({ period, statistic: Stats.SUM }),
      },
      period,
    }),
    above: 1,
  },
  Throttles: {
    description: "The account's concurrency is spent: ask for a higher quota (new accounts start at 10).",
    // Over the account on purpose: all its functions share one quota.
    metric: new Metric({ namespace: "AWS/Lambda", metricName: "Throttles", statistic: Stats.SUM, period }),
    above: 0,
    periods: 2,
  },
  TableThrottles: {
    description: "Writes to a table were refused. A key is too hot, or a limit of the account is reached.",
    metric: over("SUM", { main: tables.main, people: tables.people }, (table) =>
      table.metric("WriteThrottleEvents", { period, statistic: Stats.SUM }),
    ),
    above: 0,
    periods: 2,
  },
});

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
