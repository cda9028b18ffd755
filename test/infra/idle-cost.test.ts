import { beforeAll, describe, expect, it } from "vitest";
import { billOfIdleMonth, idleRuns, type Template } from "../../bench/cost/idle.ts";
import { dollarsOf, sumOfCosts } from "../../bench/cost/ledger.ts";
import { GOALS } from "../../bench/goals.ts";
import { type Stack, synthesized } from "./support/synthesized.ts";

describe("a month in which nobody does anything", () => {
  let templates: readonly Template[];
  let runs: Awaited<ReturnType<typeof idleRuns>>;
  beforeAll(async () => {
    const { data, service } = await synthesized();
    templates = [templateOf(data), templateOf(service)];
    runs = await idleRuns();
  });

  it("costs less than three dollars, counted from the templates and from what the schedules ask", () => {
    const bill = billOfIdleMonth(templates, runs);
    expect(sumOfCosts(bill)).toBeLessThan(GOALS.idle);
    const dollars = (step: string): number =>
      bill.filter((line) => line.step.startsWith(step)).reduce((sum, line) => sum + dollarsOf(line), 0);
    for (const step of ["alarms", "queues polled", "feed", "reconcile", "learn", "scrub"])
      expect(dollars(step), step).toBeGreaterThan(0);
    expect(bill.filter(({ price }) => price === "key" || price === "firewall").map(({ units }) => units)).toEqual([
      0, 0,
    ]);
  });

  it("counts every figure that an alarm looks at, every queue that is polled and every key", () => {
    const before = sumOfCosts(billOfIdleMonth(templates, runs));
    const more = {
      Resources: {
        Alarm: {
          Type: "AWS::CloudWatch::Alarm",
          Properties: { Metrics: [{ MetricStat: {} }, { MetricStat: {} }, {}] },
        },
        Source: { Type: "AWS::Lambda::EventSourceMapping", Properties: {} },
        Key: { Type: "AWS::KMS::Key", Properties: {} },
      },
    };
    const after = sumOfCosts(billOfIdleMonth([...templates, more], runs));
    expect(after - before).toBeCloseTo(0.2 + 0.2592 + 1, 3);
  });
});

const templateOf = ({ all }: Stack): Template => ({
  Resources: Object.fromEntries(all.map(({ id, type, properties }) => [id, { Type: type, Properties: properties }])),
});
