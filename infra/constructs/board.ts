import { Duration } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { protocolNamespace, type Watched } from "./alarm-rules.ts";

export interface BoardProps {
  readonly watched: Watched;
  readonly alarms: readonly Alarm[];
  /** What the names of this deployment's functions begin with. */
  readonly functionPrefix: string;
}

/** One page to look at. The first three dashboards of an account are free. */
export class Board extends Construct {
  constructor(scope: Construct, id: string, { watched, alarms, functionPrefix }: BoardProps) {
    super(scope, id);
    const { queues, api, tables } = watched;
    const namespace = protocolNamespace(this);
    const said = (metricName: string) => new Metric({ namespace, metricName, statistic: Stats.SUM });
    const graph = (title: string, ...left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 8, height: 6 });
    const each = Object.entries(queues);
    const functions = (metric: string, statistic: string) =>
      new MathExpression({
        label: "",
        expression: `SEARCH('{AWS/Lambda,FunctionName} MetricName="${metric}" FunctionName="${functionPrefix}"', '${statistic}')`,
        usingMetrics: {},
        period: Duration.minutes(5),
      });
    new Dashboard(this, "Dashboard", {
      defaultInterval: Duration.hours(12),
      widgets: [
        [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 3 })],
        [
          graph("Requests", api.metricCount({ statistic: Stats.SUM })),
          graph(
            "Refused and failed",
            api.metricClientError({ statistic: Stats.SUM }),
            api.metricServerError({ statistic: Stats.SUM }),
          ),
          graph(
            "Time of a request, ms",
            api.metricLatency({ statistic: Stats.p(50) }),
            api.metricLatency({ statistic: Stats.p(99) }),
          ),
        ],
        [
          graph("Runs by function", functions("Invocations", "Sum")),
          graph("Failures by function", functions("Errors", "Sum")),
          graph("Time by function, ms (p99)", functions("Duration", "p99")),
        ],
        [
          graph("Messages waiting", ...each.map(([, { queue }]) => queue.metricApproximateNumberOfMessagesVisible())),
          graph("Dead letters", ...each.map(([, one]) => one.deadLetters.metricApproximateNumberOfMessagesVisible())),
          graph("Oldest message, s", ...each.map(([, { queue }]) => queue.metricApproximateAgeOfOldestMessage())),
        ],
        [
          graph(
            "Units of the main table",
            tables.main.metricConsumedReadCapacityUnits(),
            tables.main.metricConsumedWriteCapacityUnits(),
          ),
          graph(
            "Refused by the tables",
            ...["WriteThrottleEvents", "ReadThrottleEvents"].flatMap((name) =>
              [tables.main, tables.people].map((table) => table.metric(name, { statistic: Stats.SUM })),
            ),
          ),
          graph("Told by the protocol", said("LeasesOverdue"), said("ItemsRepaired"), said("BackgroundErrors")),
        ],
      ],
    });
  }
}
