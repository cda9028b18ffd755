import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Resource, synthesized } from "./support/synthesized.ts";

const lambdas = join(import.meta.dirname, "../../lambdas");
const alarmOf = (alarms: readonly Resource[], name: string): Resource | undefined =>
  alarms.find(({ id }) => id.startsWith(`Alarms${name}`));
const metricsOf = (alarm: Resource | undefined): readonly string[] =>
  (alarm?.properties.Metrics ?? []).flatMap((one: { MetricStat?: { Metric: { MetricName: string } } }) =>
    one.MetricStat ? [one.MetricStat.Metric.MetricName] : [],
  );

describe("alarms", async () => {
  const { service } = await synthesized();
  const alarms = service.ofType("AWS::CloudWatch::Alarm");

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

  it("ring when what runs by itself fails", () => {
    expect(metricsOf(alarmOf(alarms, "BackgroundErrors"))).toEqual(Array.from({ length: 8 }, () => "Errors"));
  });

  it("ring when requests fail on our side, when functions or tables are throttled", () => {
    expect(metricsOf(alarmOf(alarms, "ApiErrors"))).toEqual(["Count", "5xx"]);
    expect(alarmOf(alarms, "Throttles")?.properties.MetricName).toBe("Throttles");
    expect(metricsOf(alarmOf(alarms, "TableThrottles"))).toEqual(["WriteThrottleEvents", "WriteThrottleEvents"]);
  });

  it("ring when reconcile stops, falls behind, or mends what must never be", () => {
    const stopped = alarmOf(alarms, "ReconcileStopped");
    expect(metricsOf(stopped)).toEqual(["Invocations"]);
    expect(stopped?.properties.TreatMissingData).toBe("breaching");
    const said = service
      .ofType("AWS::Logs::MetricFilter")
      .map(({ properties: { LogGroupName, FilterPattern, MetricTransformations } }) => [
        LogGroupName.Ref.replace(/Log\w{8}$/, ""),
        FilterPattern,
        MetricTransformations[0].MetricName,
      ]);
    expect(said.sort()).toEqual([
      ["Reconcile", '{ $.event = "item.repaired" }', "ItemsRepaired"],
      ["Reconcile", '{ $.event = "leases.overdue" }', "LeasesOverdue"],
      ["Scrub", '{ $.event = "item.repaired" }', "ItemsRepaired"],
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
