import { App } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../infra/settings.ts";

const settings = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

describe("the context of a deployment", () => {
  it("needs nothing: a development stage that keeps what it holds", () => {
    expect(settings({})).toEqual({ stage: "dev", retain: true, pageOrigins: [] });
  });

  it("takes the texts of the command line", () => {
    expect(settings({ stage: "prod", retain: "false", alarmEmail: "" })).toMatchObject({
      stage: "prod",
      retain: false,
    });
  });

  it("says everything that is wrong at once, with what came", () => {
    const wrong = () => settings({ stage: "Prod!", alarmEmail: "nobody" });
    expect(wrong).toThrow(/stage: .*not "Prod!"/);
    expect(wrong).toThrow(/alarmEmail: .*not "nobody"/);
  });

  it("takes a domain with its certificate only", () => {
    expect(() => settings({ domain: "label.example.org" })).toThrow(
      /certificateArn: domain and certificateArn go together/,
    );
  });

  it("takes a certificate of the one region that CloudFront reads", () => {
    const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/abc";
    expect(() => settings({ domain: "label.example.org", certificateArn })).toThrow(/us-east-1/);
  });

  it("refuses a budget that nobody would be told of", () => {
    expect(() => settings({ monthlyBudgetUsd: "20" })).toThrow(/monthlyBudgetUsd: a budget needs alarmEmail/);
    expect(settings({ monthlyBudgetUsd: "20", alarmEmail: "a@example.org" })).toMatchObject({ monthlyBudgetUsd: 20 });
  });

  it("refuses a firewall that CloudFront cannot have", () => {
    const wafAclArn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/one/abc";
    expect(() => settings({ wafAclArn })).toThrow(/wafAclArn: .*global, us-east-1/);
  });
});
