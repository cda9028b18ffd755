import { describe, expect, it } from "vitest";
import { type Resource, synthesized } from "./support/synthesized.ts";

const alarmOf = (alarms: readonly Resource[], name: string): Resource | undefined =>
  alarms.find(({ id }) => id.startsWith(`Alarms${name}`));
const metricsOf = (alarm: Resource | undefined): readonly string[] =>
  (alarm?.properties.Metrics ?? []).flatMap((one: { MetricStat?: { Metric: { MetricName: string } } }) =>
    one.MetricStat ? [one.MetricStat.Metric.MetricName] : [],
  );

describe("alarms", async () => {
  const { service } = await synthesized();
  const alarms = service.ofType("AWS::CloudWatch::Alarm");

  it("ring at the first dead letter of any of the three queues", () => {
    const alarm = alarmOf(alarms, "DeadLetters");
    expect(metricsOf(alarm)).toEqual(Array.from({ length: 3 }, () => "ApproximateNumberOfMessagesVisible"));
    expect(alarm?.properties).toMatchObject({
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
    });
  });

  it("ring when a message waits for more than five minutes", () => {
    const alarm = alarmOf(alarms, "Backlog");
    expect(metricsOf(alarm)).toEqual(Array.from({ length: 3 }, () => "ApproximateAgeOfOldestMessage"));
    expect(alarm?.properties.Threshold).toBe(300);
  });

  it("ring when what runs by itself fails", () => {
    expect(metricsOf(alarmOf(alarms, "BackgroundErrors"))).toEqual(Array.from({ length: 6 }, () => "Errors"));
  });

  it("ring when requests fail on our side, when functions or tables are throttled", () => {
    expect(metricsOf(alarmOf(alarms, "ApiErrors"))).toEqual(["Count", "5xx"]);
    expect(alarmOf(alarms, "Throttles")?.properties.MetricName).toBe("Throttles");
    expect(metricsOf(alarmOf(alarms, "TableThrottles"))).toEqual(["WriteThrottleEvents", "WriteThrottleEvents"]);
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
