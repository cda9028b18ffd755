import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backgroundNames, idOfFunction } from "../../infra/functions.ts";
import { type Resource, synthesized } from "./support/synthesized.ts";

const lambdas = join(import.meta.dirname, "../../lambdas");
const operating = readFileSync(join(import.meta.dirname, "../../docs/operating.md"), "utf8");
const alarmOf = (alarms: readonly Resource[], name: string): Resource | undefined =>
  alarms.find(({ id }) => id.startsWith(`Alarms${name}`));
const metricsOf = (alarm: Resource | undefined): readonly string[] =>
  (alarm?.properties.Metrics ?? []).flatMap((one: { MetricStat?: { Metric: { MetricName: string } } }) =>
    one.MetricStat ? [one.MetricStat.Metric.MetricName] : [],
  );

describe("alarms", async () => {
  const { service } = await synthesized();
  const alarms = service.ofType("AWS::CloudWatch::Alarm");
  /** The logs that a figure is counted in, and what is looked for there. */
  const patternsOf = (metric: string): readonly (readonly [string, string])[] =>
    service
      .ofType("AWS::Logs::MetricFilter")
      .filter(({ properties }) => properties.MetricTransformations[0].MetricName === metric)
      .map(({ properties: { LogGroupName, FilterPattern } }): [string, string] => [
        LogGroupName.Ref.replace(/Log\w{8}$/, ""),
        FilterPattern,
      ])
      .sort();

  it("ring at the first dead letter of any of the four queues", () => {
    const alarm = alarmOf(alarms, "DeadLetters");
    expect(metricsOf(alarm)).toEqual(Array.from({ length: 4 }, () => "ApproximateNumberOfMessagesVisible"));
    expect(alarm?.properties).toMatchObject({
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
    });
  });

  it("ring when a message waits for more than five minutes", () => {
    const alarm = alarmOf(alarms, "Backlog");
    expect(metricsOf(alarm)).toEqual(Array.from({ length: 4 }, () => "ApproximateAgeOfOldestMessage"));
    expect(alarm?.properties.Threshold).toBe(300);
  });

  it("ring when what runs by itself fails, whether it says so itself or Lambda does", () => {
    expect(alarmOf(alarms, "BackgroundErrors")?.properties).toMatchObject({
      MetricName: "BackgroundErrors",
      Period: 900,
    });
    const [pattern, ...others] = new Set(patternsOf("BackgroundErrors").map(([, heard]) => heard));
    expect(others).toEqual([]);
    for (const line of ['$.level = "error"', '$.level = "ERROR"', '$.record.status = "timeout"'])
      expect(pattern).toContain(line);
    expect(patternsOf("BackgroundErrors").map(([log]) => log)).toEqual(backgroundNames.map(idOfFunction).sort());
  });

  it("ring when requests fail on our side, when functions or tables are throttled", () => {
    expect(alarmOf(alarms, "ApiErrors")?.properties).toMatchObject({ MetricName: "5xx", Threshold: 5 });
    expect(alarmOf(alarms, "Throttles")?.properties.MetricName).toBe("Throttles");
    expect(alarmOf(alarms, "TableThrottles")?.properties).toMatchObject({
      MetricName: "WriteThrottleEvents",
      Dimensions: [{ Name: "TableName" }],
    });
  });

  it("ring when reconcile stops, falls behind, or mends what must never be", () => {
    const stopped = alarmOf(alarms, "ReconcileStopped");
    expect(metricsOf(stopped)).toEqual(["Invocations"]);
    expect(stopped?.properties.TreatMissingData).toBe("breaching");
    expect(patternsOf("LeasesOverdue")).toEqual([["Reconcile", '{ $.event = "leases.overdue" }']]);
    expect(patternsOf("ItemsRepaired")).toEqual([
      ["Reconcile", '{ $.event = "item.repaired" }'],
      ["Scrub", '{ $.event = "item.repaired" }'],
    ]);
    for (const name of ["LeasesOverdue", "ItemsRepaired"])
      expect(alarmOf(alarms, name)?.properties).toMatchObject({
        MetricName: name,
        Namespace: "Labelloop/labelloop-dev",
      });
  });

  it("hear the words that the handlers say", () => {
    const words = readdirSync(lambdas, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(lambdas, name), "utf8"))
      .join("\n");
    for (const event of ["leases.overdue", "item.repaired"]) expect(words).toContain(`"${event}"`);
  });

  it("each stand in docs/operating.md with what to do, and nothing else does", () => {
    const runbook = /^## Alarms, and what to do$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(operating)?.[1] ?? "";
    const headings = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(alarms.map(({ id }) => id.replace(/^Alarms|[0-9A-F]{8}$/g, "")).sort());
    const short = runbook
      .split(/^### /m)
      .slice(1)
      .filter((entry) => !/\*\*Look\*\*[\s\S]*\*\*Do\*\*/.test(entry));
    expect(short.map((entry) => entry.split("\n")[0])).toEqual([]);
  });

  it("look at no more than fifteen figures: each is paid, however many stand in one alarm", () => {
    const figures = alarms.flatMap(({ properties }) =>
      properties.Metrics ? properties.Metrics.filter((one: object) => "MetricStat" in one) : [properties],
    );
    expect(figures.length).toBeLessThanOrEqual(15);
    // The first three dashboards are free.
    expect(service.ofType("AWS::CloudWatch::Dashboard")).toHaveLength(1);
  });

  it("say what to do", () => {
    expect(alarms.filter(({ properties }) => !properties.AlarmDescription)).toEqual([]);
  });

  it("tell nobody while no address is given", () => {
    expect(alarms.filter(({ properties }) => properties.AlarmActions)).toEqual([]);
    expect(service.ofType("AWS::SNS::Topic")).toEqual([]);
  });
});

it("alarms tell the address in the context, over TLS", async () => {
  const { service } = await synthesized({ context: { alarmEmail: "somebody@example.org" } });
  const [topic] = service.ofType("AWS::SNS::Topic");
  const [subscription] = service.ofType("AWS::SNS::Subscription");
  expect(subscription?.properties).toMatchObject({ Protocol: "email", Endpoint: "somebody@example.org" });
  const silent = service
    .ofType("AWS::CloudWatch::Alarm")
    .filter(({ properties }) => properties.AlarmActions?.[0].Ref !== topic?.id);
  expect(silent).toEqual([]);
  const [policy] = service.ofType("AWS::SNS::TopicPolicy");
  expect(JSON.stringify(policy?.properties)).toContain('"aws:SecureTransport":"false"');
});

describe("a budget", () => {
  it("is watched when the context names one, and told to the same address", async () => {
    const { service } = await synthesized({ context: { monthlyBudgetUsd: "50", alarmEmail: "somebody@example.org" } });
    const [budget] = service.ofType("AWS::Budgets::Budget").map(({ properties }) => properties);
    expect(budget.Budget).toMatchObject({ TimeUnit: "MONTHLY", BudgetLimit: { Amount: 50, Unit: "USD" } });
    const told = budget.NotificationsWithSubscribers;
    expect(
      told.map((one: { Notification: { NotificationType: string } }) => one.Notification.NotificationType),
    ).toEqual(["ACTUAL", "FORECASTED"]);
    for (const { Subscribers } of told)
      expect(Subscribers).toEqual([{ SubscriptionType: "EMAIL", Address: "somebody@example.org" }]);
  });

  it("is nobody's business while none is named", async () => {
    const { service } = await synthesized();
    expect(service.ofType("AWS::Budgets::Budget")).toEqual([]);
  });
});
