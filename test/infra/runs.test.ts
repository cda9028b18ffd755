import { beforeAll, describe, expect, it } from "vitest";
import { CLOCK_SKEW_MS_MAX, HANDLER_TIMEOUT_MS_MAX, RECONCILE_GRACE_MS } from "../../core/assignment.ts";
import { functionNames, idOfFunction } from "../../infra/functions.ts";
import { CONFIG_NAMES } from "../../lambdas/config.ts";
import { background, type Endpoint, endpoints } from "../../lambdas/endpoints.ts";
import { handlers, listOf, type Synthesized, synthesized, textOf } from "./support/synthesized.ts";

let cloud: Synthesized;
beforeAll(async () => {
  cloud = await synthesized();
});

describe("functions", () => {
  it("are one for each endpoint and each thing that runs by itself", () => {
    const names = handlers(cloud).map(({ id }) => id.replace(/Function[0-9A-F]{8}$/, ""));
    expect(names.sort()).toEqual(functionNames.map(idOfFunction).sort());
  });

  it("run on Node 24 and arm64, with logs of JSON", () => {
    const kinds = new Set(
      handlers(cloud).map(
        ({ properties: { Runtime, Architectures, LoggingConfig } }) =>
          `${Runtime} ${Architectures} ${LoggingConfig.LogFormat}`,
      ),
    );
    expect([...kinds]).toEqual(["nodejs24.x arm64 JSON"]);
  });

  it("reserve no concurrency: a new account has ten in all, and the first deployment would fail", () => {
    expect(handlers(cloud).filter(({ properties }) => "ReservedConcurrentExecutions" in properties)).toEqual([]);
  });

  it("have each a log of their own, kept for two weeks and gone with them", () => {
    const logs = handlers(cloud).map(({ properties }) => properties.LoggingConfig.LogGroup.Ref);
    expect(new Set(logs).size).toBe(functionNames.length);
    const groups = cloud.service.all.filter(({ id }) => logs.includes(id));
    expect(
      groups.filter(
        ({ properties, deletionPolicy }) => properties.RetentionInDays !== 14 || deletionPolicy !== "Delete",
      ),
    ).toEqual([]);
  });

  it("are told everything that they are to know", () => {
    const short = handlers(cloud).filter(({ properties }) =>
      CONFIG_NAMES.some((name) => !(name in properties.Environment.Variables)),
    );
    expect(short.map(({ id }) => id)).toEqual([]);
  });

  it("end before reconcile gives them up (I8)", () => {
    const longestMs = 1000 * Math.max(...handlers(cloud).map(({ properties }) => properties.Timeout));
    expect(longestMs).toBeLessThanOrEqual(HANDLER_TIMEOUT_MS_MAX);
    expect(RECONCILE_GRACE_MS).toBeGreaterThan(HANDLER_TIMEOUT_MS_MAX + CLOCK_SKEW_MS_MAX);
  });

  it("of the API answer before the API gives them up", () => {
    const slow = Object.values<Endpoint>(endpoints).filter(({ timeoutSeconds = 15 }) => timeoutSeconds > 30);
    expect(slow).toEqual([]);
  });
});

describe("queues of functions", () => {
  const queues = () => [...cloud.data.ofType("AWS::SQS::Queue"), ...cloud.service.ofType("AWS::SQS::Queue")];
  const sources = () => queues().filter(({ properties }) => properties.RedrivePolicy);

  it("have dead letters that keep longer than they do", () => {
    expect(sources()).toHaveLength(4);
    for (const { properties } of sources()) {
      const [deadId] = properties.RedrivePolicy.deadLetterTargetArn["Fn::GetAtt"];
      const dead = queues().find(({ id }) => id === deadId);
      expect(dead?.properties.MessageRetentionPeriod).toBeGreaterThan(properties.MessageRetentionPeriod);
      expect(properties.RedrivePolicy.maxReceiveCount).toBeGreaterThan(1);
    }
  });

  it("are encrypted and take messages over TLS alone", () => {
    expect(queues().filter(({ properties }) => properties.SqsManagedSseEnabled !== true)).toEqual([]);
    const policies = [...cloud.data.ofType("AWS::SQS::QueuePolicy"), ...cloud.service.ofType("AWS::SQS::QueuePolicy")];
    const held = policies.filter(({ properties }) =>
      properties.PolicyDocument.Statement.some(
        (one: { Effect: string; Condition?: { Bool?: object } }) =>
          one.Effect === "Deny" && one.Condition?.Bool !== undefined,
      ),
    );
    expect(held).toHaveLength(queues().length);
  });

  it("hide a message for six times as long as its function may run", () => {
    const visible = sources().map(({ properties }) => properties.VisibilityTimeout);
    expect(visible.sort()).toEqual(
      [background.export, background.ingest, background.relabel, background.retry]
        .map(({ timeoutSeconds }) => 6 * timeoutSeconds)
        .sort(),
    );
  });

  it("give back the one message that failed, not its batch, and leave concurrency to others", () => {
    const mappings = cloud.service.ofType("AWS::Lambda::EventSourceMapping");
    expect(mappings).toHaveLength(4);
    for (const { properties } of mappings) {
      expect(properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      expect(properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
      expect(properties.MaximumBatchingWindowInSeconds).toBeLessThanOrEqual(1);
    }
  });

  it("learn of every object that comes into the ingest bucket", () => {
    const [ingest] = cloud.data.ofType("AWS::S3::Bucket").filter(({ id }) => id.startsWith("Ingest"));
    const [{ Event: event, Queue: queue }] = ingest?.properties.NotificationConfiguration.QueueConfigurations ?? [];
    expect([event, textOf(queue)]).toEqual(["s3:ObjectCreated:*", expect.stringMatching(/^IngestQueue\w+\.Arn$/)]);
  });
});

describe("the clock", () => {
  it("wakes feed and reconcile each minute, learn every ten, scrub each week", () => {
    const schedules = cloud.service
      .ofType("AWS::Scheduler::Schedule")
      .map(({ properties }) => [
        textOf(properties.Target.Arn).replace(/Function.*/, ""),
        properties.ScheduleExpression,
      ]);
    expect(Object.fromEntries(schedules)).toEqual({
      Feed: "rate(1 minute)",
      Learn: "rate(10 minutes)",
      Reconcile: "rate(1 minute)",
      Scrub: "rate(7 days)",
    });
  });
});

describe("routes", () => {
  const routes = () => cloud.service.ofType("AWS::ApiGatewayV2::Route").map(({ properties }) => properties);

  it("lead to each endpoint under /api", () => {
    const keys = Object.values(endpoints).map(({ method, path }) => `${method} /api${path}`);
    expect(
      routes()
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual(keys.sort());
  });

  it("ask for a token of the user pool, except those that come before one, and the key that records are verified with", () => {
    const open = routes().filter(({ AuthorizationType }) => AuthorizationType !== "JWT");
    expect(open.map(({ RouteKey }) => RouteKey).sort()).toEqual([
      "GET /api/installation-key",
      "GET /api/invitations/{secret}",
      "POST /api/invitations/{secret}",
      "POST /api/resets/{secret}",
    ]);
    const [authorizer] = cloud.service.ofType("AWS::ApiGatewayV2::Authorizer");
    expect(textOf(authorizer?.properties.JwtConfiguration.Audience[0])).toMatch(/^SignInPoolPage/);
    expect(new Set(routes().flatMap(({ AuthorizerId }) => (AuthorizerId ? [textOf(AuthorizerId)] : [])))).toEqual(
      new Set([authorizer?.id]),
    );
  });

  it("invoke their functions in one role, which may invoke those and do nothing else", () => {
    const integrations = cloud.service.ofType("AWS::ApiGatewayV2::Integration").map(({ properties }) => properties);
    const roles = new Set(integrations.map(({ CredentialsArn }) => textOf(CredentialsArn)));
    expect([integrations.length, roles.size]).toEqual([Object.keys(endpoints).length, 1]);
    const [roleId = ""] = [...roles].map((arn) => arn.replace(/\.Arn$/, ""));
    const role = cloud.service.ofType("AWS::IAM::Role").find(({ id }) => id === roleId);
    const [statement, ...more] = role?.properties.Policies[0].PolicyDocument.Statement ?? [];
    expect([statement.Action, more]).toEqual(["lambda:InvokeFunction", []]);
    const led = integrations.map(({ IntegrationUri }) => textOf(IntegrationUri));
    expect(listOf(statement.Resource).map(textOf).sort()).toEqual(led.sort());
    // The policies of a role may have 10 240 characters, and a function's name 64.
    const longestArn = "arn:aws:lambda:ap-southeast-1:123456789012:function:".length + 64;
    expect(led.length * (longestArn + '"",'.length)).toBeLessThan(10_240 - 200);
  });

  it("are throttled, and logged without the caller's address", () => {
    const [stage] = cloud.service.ofType("AWS::ApiGatewayV2::Stage");
    expect(stage?.properties.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(stage?.properties.AccessLogSettings.Format).toContain("requestId");
    expect(stage?.properties.AccessLogSettings.Format).not.toMatch(/sourceIp|identity|userAgent|claims/);
  });
});

it("leaves room for more endpoints: a stack holds 500 resources", () => {
  expect(cloud.service.all.length).toBeLessThan(440);
});
