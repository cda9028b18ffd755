import { beforeAll, describe, expect, it } from "vitest";
import { handlers, listOf, type Synthesized, statementsOf, synthesized, textOf } from "./support/synthesized.ts";

let cloud: Synthesized;
beforeAll(async () => {
  cloud = await synthesized();
});

const STATEFUL = ["AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::Cognito::UserPool"];
const stateful = () => cloud.data.all.filter(({ type }) => STATEFUL.includes(type));
const tables = () => cloud.data.ofType("AWS::DynamoDB::GlobalTable");
const buckets = () => [...cloud.data.ofType("AWS::S3::Bucket"), ...cloud.service.ofType("AWS::S3::Bucket")];

describe("what must survive", () => {
  it("keeps its logical ids: another id would be another, empty one", () => {
    expect(
      stateful()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([
      "AccessLogsBucketCD784A59",
      "AnswersBucket00631B86",
      "ExportsBucket54D5CE64",
      "IngestBucketEDD8587D",
      "SignInPoolFD298EFA",
      "TablesMainBB1D2EBD",
      "TablesPeopleB2744939",
    ]);
  });

  it("stays when its stack goes or replaces it", () => {
    const lost = stateful().filter(
      ({ deletionPolicy, replacePolicy }) => deletionPolicy !== "Retain" || replacePolicy !== "Retain",
    );
    expect(lost.map(({ id }) => id)).toEqual([]);
  });

  it("goes with its stack only where the context says that it holds nothing dear", async () => {
    const { data } = await synthesized({ context: { retain: "false" } });
    const kept = data.all.filter(({ type, deletionPolicy }) => STATEFUL.includes(type) && deletionPolicy !== "Delete");
    expect(kept.map(({ id }) => id)).toEqual([]);
  });

  it("lies in one stack; the other holds nothing that could not be made again", () => {
    const other = cloud.service.all.filter(({ type }) => STATEFUL.includes(type)).map(({ id }) => id);
    expect(other).toEqual(["SiteBucket978D4AEB"]);
  });
});

describe("tables", () => {
  it("can be taken back to any second of the last 35 days, and are not deleted by a slip", () => {
    const replicas = tables().flatMap(({ properties }) => properties.Replicas);
    expect(
      replicas.map((one) => [
        one.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
        one.DeletionProtectionEnabled,
      ]),
    ).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  it("are encrypted with a key that AWS owns, which costs nothing and cannot be lost", () => {
    const encryption = tables().map(({ properties }) => properties.SSESpecification?.SSEEnabled ?? false);
    expect(encryption).toEqual([false, false]);
  });

  it("cost nothing while nobody labels", () => {
    expect(tables().map(({ properties }) => properties.BillingMode)).toEqual(["PAY_PER_REQUEST", "PAY_PER_REQUEST"]);
  });

  it("have the indexes that the stores query, each with keys alone", () => {
    const indexes = tables().map(({ properties }) =>
      properties.GlobalSecondaryIndexes.map(
        (one: { IndexName: string; Projection: { ProjectionType: string } }) =>
          `${one.IndexName} ${one.Projection.ProjectionType}`,
      ),
    );
    expect(indexes).toEqual([["backlog KEYS_ONLY", "leases KEYS_ONLY", "inverted KEYS_ONLY"], ["inverted KEYS_ONLY"]]);
  });
});

describe("tables that were restored", () => {
  const context = { mainTable: "main-of-noon", peopleTable: "people-of-noon" };

  it("take the place of the stack's own for every function, which keep what they hold", async () => {
    const restored = await synthesized({ context });
    const told = handlers(restored).map(({ properties: { Environment } }) => [
      Environment.Variables.MAIN_TABLE,
      Environment.Variables.PEOPLE_TABLE,
    ]);
    expect([...new Set(told.map((pair) => pair.join(" ")))]).toEqual(["main-of-noon people-of-noon"]);
    expect(
      restored.data.ofType("AWS::DynamoDB::GlobalTable").map(({ id, deletionPolicy }) => [id, deletionPolicy]),
    ).toEqual([
      ["TablesMainBB1D2EBD", "Retain"],
      ["TablesPeopleB2744939", "Retain"],
    ]);
  });

  it("are what functions may use then, and nothing of the tables before", async () => {
    const restored = await synthesized({ context });
    const granted = handlers(restored).flatMap((handler) =>
      statementsOf(restored, handler).flatMap(({ Resource }) => listOf(Resource).map(textOf)),
    );
    expect(granted.filter((arn) => arn.includes("TablesMain") || arn.includes("TablesPeople"))).toEqual([]);
    expect(granted.filter((arn) => arn.endsWith("table/main-of-noon")).length).toBeGreaterThan(20);
    expect(granted.some((arn) => arn.endsWith("table/main-of-noon/index/leases"))).toBe(true);
  });
});

describe("buckets", () => {
  it("keep every version of media for good: an item is pinned to the bytes it was made of", () => {
    const [media] = cloud.data.all.filter(({ id }) => id.startsWith("IngestBucket"));
    expect(media?.properties.VersioningConfiguration).toEqual({ Status: "Enabled" });
    const expiring = media?.properties.LifecycleConfiguration.Rules.filter(
      (rule: object) => "NoncurrentVersionExpiration" in rule || "ExpirationInDays" in rule,
    );
    expect(expiring).toEqual([]);
  });

  it("are never public", () => {
    const blocked = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    expect(buckets().map(({ properties }) => properties.PublicAccessBlockConfiguration)).toEqual(
      buckets().map(() => blocked),
    );
  });

  it("are encrypted, and have their owner's objects alone", () => {
    for (const { properties } of buckets()) {
      const [rule] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe("AES256");
      expect(properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
    }
  });

  it("answer over TLS 1.2 or later alone", () => {
    const policies = [...cloud.data.ofType("AWS::S3::BucketPolicy"), ...cloud.service.ofType("AWS::S3::BucketPolicy")];
    expect(policies).toHaveLength(buckets().length);
    for (const { properties } of policies) {
      const denials = properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === "Deny");
      const conditions = denials.map(({ Condition }: { Condition: unknown }) => Condition);
      expect(conditions).toContainEqual({ Bool: { "aws:SecureTransport": "false" } });
      expect(conditions).toContainEqual({ NumericLessThan: { "s3:TlsVersion": 1.2 } });
    }
  });

  it("give up uploads that nobody finished, after a week", () => {
    const days = buckets().map(
      ({ properties }) => properties.LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload.DaysAfterInitiation,
    );
    expect(days).toEqual(buckets().map(() => 7));
  });

  it("let go what is passing: pieces of exports after a week, overwritten exports after a month, access logs after a quarter", () => {
    const expiring = buckets().flatMap(({ id, properties }) =>
      properties.LifecycleConfiguration.Rules.flatMap(
        (rule: {
          Prefix?: string;
          ExpirationInDays?: number;
          NoncurrentVersionExpiration?: { NoncurrentDays: number };
        }) => [
          ...(rule.ExpirationInDays
            ? [[id.replace(/Bucket\w{8}$/, ""), rule.Prefix ?? "", rule.ExpirationInDays]]
            : []),
          ...(rule.NoncurrentVersionExpiration
            ? [[id.replace(/Bucket\w{8}$/, ""), "overwritten", rule.NoncurrentVersionExpiration.NoncurrentDays]]
            : []),
        ],
      ),
    );
    expect(expiring).toEqual([
      ["AccessLogs", "", 90],
      ["Exports", "overwritten", 30],
      ["Exports", "parts/", 7],
    ]);
  });

  it("of media and exports keep what is overwritten", () => {
    const versioned = buckets().filter(({ properties }) => properties.VersioningConfiguration?.Status === "Enabled");
    expect(versioned.map(({ id }) => id).sort()).toEqual(["ExportsBucket54D5CE64", "IngestBucketEDD8587D"]);
  });

  it("tell who read what in a bucket of their own", () => {
    const unlogged = buckets().filter(({ properties }) => !properties.LoggingConfiguration);
    expect(unlogged.map(({ id }) => id)).toEqual(["AccessLogsBucketCD784A59"]);
  });

  it("let the page of the deployment talk to them and show a part's ETag", async () => {
    const { data } = await synthesized({
      context: { domain: "label.example.org", certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/abc" },
    });
    const [ingest] = data.ofType("AWS::S3::Bucket").filter(({ id }) => id.startsWith("Ingest"));
    const [rule] = ingest?.properties.CorsConfiguration.CorsRules ?? [];
    expect(rule.AllowedOrigins).toEqual(["https://label.example.org"]);
    expect(rule.ExposedHeaders).toEqual(["ETag"]);
  });
});

describe("sign-ins", () => {
  const pool = () => cloud.data.ofType("AWS::Cognito::UserPool")[0]?.properties;
  const client = () => cloud.data.ofType("AWS::Cognito::UserPoolClient")[0]?.properties;

  it("are made by invitation only", () => {
    expect(pool().AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
  });

  it("ask for a password of ten characters at least", () => {
    expect(pool().Policies.PasswordPolicy.MinimumLength).toBe(10);
  });

  it("last half an hour, renew for thirty days, can be revoked, and tell nobody which names exist", () => {
    expect(client()).toMatchObject({
      AccessTokenValidity: 30,
      RefreshTokenValidity: 43_200,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: "ENABLED",
      GenerateSecret: false,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    });
  });

  it("know operators and vendors", () => {
    const groups = cloud.data.ofType("AWS::Cognito::UserPoolGroup").map(({ properties }) => properties.GroupName);
    expect(groups).toEqual(["operator", "vendor"]);
  });
});
