import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseSchedule } from "../../local/schedule/expression.ts";
import { startSchedules } from "../../local/schedule/schedules.ts";
import { aFunction, aTable, removeFolders, startTestCloud, WITH_SDK } from "./support/template-cloud.ts";

describe("schedules over time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-01-01T00:00:30Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const start = (expression: string, fire: () => Promise<void> = async () => undefined) => {
    const fired: string[] = [];
    const faults: unknown[] = [];
    const one = {
      name: "tick",
      expression: parseSchedule(expression),
      fire: () => {
        fired.push(new Date().toISOString().slice(0, 19));
        return fire();
      },
    };
    const schedules = startSchedules([one], { now: () => Date.now(), onFault: (error) => faults.push(error) });
    return { fired, faults, schedules };
  };

  test("a rate fires soon after the start and then at its rate", async () => {
    const { fired, schedules } = start("rate(1 minute)");
    await vi.advanceTimersByTimeAsync(150_000);
    expect(fired).toEqual(["2026-01-01T00:00:32", "2026-01-01T00:01:32", "2026-01-01T00:02:32"]);
    schedules.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(fired).toHaveLength(3);
  });

  test("a cron expression fires at its time only", async () => {
    const { fired, schedules } = start("cron(5 0 * * ? *)");
    await vi.advanceTimersByTimeAsync(2 * 86_400_000);
    expect(fired).toEqual(["2026-01-01T00:05:00", "2026-01-02T00:05:00"]);
    schedules.close();
  });

  test("a rate longer than a timer can count still fires in time", async () => {
    const { fired, schedules } = start("rate(30 days)");
    await vi.advanceTimersByTimeAsync(31 * 86_400_000);
    expect(fired).toEqual(["2026-01-01T00:00:32", "2026-01-31T00:00:32"]);
    schedules.close();
  });

  test("what was missed while the machine slept fires once", async () => {
    const { fired, schedules } = start("rate(1 minute)");
    await vi.advanceTimersByTimeAsync(2_000);
    vi.setSystemTime(Date.parse("2026-01-01T05:00:00Z"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fired).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fired).toHaveLength(3);
    schedules.close();
  });

  test("a firing that fails is told, and the next one comes", async () => {
    const { fired, faults, schedules } = start("rate(1 minute)", () => Promise.reject(new Error("no")));
    await vi.advanceTimersByTimeAsync(62_000);
    expect(fired).toHaveLength(2);
    expect(faults).toHaveLength(2);
    schedules.close();
  });
});

describe("a schedule of the template", () => {
  afterEach(removeFolders);

  const handlers = {
    tick: `${WITH_SDK}
      const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
      const client = new DynamoDBClient({});
      export const handler = (event) => client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: JSON.stringify(event) } } }));`,
  };
  const grants = [{ Effect: "Allow", Action: "dynamodb:PutItem", Resource: { "Fn::GetAtt": ["Main", "Arn"] } }];
  const schedule = (action: string) => ({
    SchedulerRole: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {},
        Policies: [
          {
            PolicyName: "Invoke",
            PolicyDocument: {
              Statement: [{ Effect: "Allow", Action: action, Resource: { "Fn::GetAtt": ["Tick", "Arn"] } }],
            },
          },
        ],
      },
    },
    Schedule: {
      Type: "AWS::Scheduler::Schedule",
      Properties: {
        FlexibleTimeWindow: { Mode: "OFF" },
        ScheduleExpression: "rate(1 minute)",
        ScheduleExpressionTimezone: "Etc/UTC",
        State: "ENABLED",
        Target: {
          Arn: { "Fn::GetAtt": ["Tick", "Arn"] },
          RoleArn: { "Fn::GetAtt": ["SchedulerRole", "Arn"] },
          Input: '{"some":"input"}',
          RetryPolicy: { MaximumRetryAttempts: 0 },
        },
      },
    },
  });
  const resources = { ...aTable(), ...aFunction("Tick", { grants, variables: { TABLE: { Ref: "Main" } } }) };

  test("invokes its function with its input", async () => {
    const cloud = await startTestCloud({ handlers, resources: { ...resources, ...schedule("lambda:InvokeFunction") } });
    const count = async (): Promise<unknown> =>
      cloud.services.table.engine
        .call("Scan", { TableName: "main" })
        .then((page) => (page as { Items: unknown[] }).Items);
    await expect.poll(count, { timeout: 10_000 }).toEqual([{ pk: { S: '{"some":"input"}' } }]);
    await cloud.close();
  });

  test("stops the start when AWS would repeat a tick that failed, which happens nowhere here", async () => {
    const { Schedule, ...rest } = schedule("lambda:InvokeFunction");
    const { RetryPolicy: _, ...Target } = Schedule.Properties.Target;
    const repeated = { ...Schedule, Properties: { ...Schedule.Properties, Target } };
    const all = { ...resources, ...rest, Schedule: repeated };
    await expect(startTestCloud({ handlers, resources: all })).rejects.toThrow("MaximumRetryAttempts must be 0");
  });

  test("stops the start when its role may not invoke the function", async () => {
    await expect(
      startTestCloud({ handlers, resources: { ...resources, ...schedule("lambda:GetFunction") } }),
    ).rejects.toThrow("may not invoke");
  });
});
