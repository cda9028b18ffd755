import { beforeAll, describe, expect, it } from "vitest";
import { siteConfig } from "../../infra/site-config.ts";
import { type Synthesized, synthesized, textOf } from "./support/synthesized.ts";

let cloud: Synthesized;
beforeAll(async () => {
  cloud = await synthesized();
});

const distribution = () => cloud.service.ofType("AWS::CloudFront::Distribution")[0]?.properties.DistributionConfig;
const headers = () =>
  cloud.service.ofType("AWS::CloudFront::ResponseHeadersPolicy")[0]?.properties.ResponseHeadersPolicyConfig;
const policy = () => textOf(headers().SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy);

describe("the page's policy", () => {
  it("allows nothing unsafe: nothing inline, nothing evaluated, no third party", () => {
    expect(policy()).not.toMatch(/unsafe|\*| http:|data: *;.*script/);
    expect(policy()).toMatch(/^default-src 'none';/);
    expect(policy()).toContain("script-src 'self';");
    expect(policy()).toContain("style-src 'self';");
    expect(policy()).toContain("frame-ancestors 'none';");
    expect(policy()).toContain("require-trusted-types-for 'script'; trusted-types labelloop-my-work");
  });

  it("lets it reach the sign-in service and the three buckets, and no other place", () => {
    const [, connect = ""] = /connect-src ([^;]*);/.exec(policy()) ?? [];
    expect(connect.split(" ")).toEqual([
      "'self'",
      expect.stringMatching(/^https:\/\/cognito-idp\./),
      expect.stringMatching(/^https:\/\/IngestBucket\w+\.RegionalDomainName$/),
      expect.stringMatching(/^https:\/\/AnswersBucket\w+\.RegionalDomainName$/),
      expect.stringMatching(/^https:\/\/ExportsBucket\w+\.RegionalDomainName$/),
    ]);
  });

  it("travels on every answer, with the other headers of a careful site", () => {
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = headers();
    expect(security.StrictTransportSecurity.AccessControlMaxAgeSec).toBeGreaterThanOrEqual(31_536_000);
    expect(security.ContentTypeOptions.Override).toBe(true);
    expect(security.ReferrerPolicy.ReferrerPolicy).toBe("no-referrer");
    expect(security.FrameOptions.FrameOption).toBe("DENY");
    expect(JSON.stringify(custom)).toContain("idle-detection=()");
    const behaviours = [distribution().DefaultCacheBehavior, ...distribution().CacheBehaviors];
    expect(new Set(behaviours.map(({ ResponseHeadersPolicyId }) => textOf(ResponseHeadersPolicyId))).size).toBe(1);
  });
});

describe("the distribution", () => {
  const behaviour = (pattern: string) =>
    distribution().CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === pattern);

  it("speaks HTTPS alone", () => {
    const behaviours = [distribution().DefaultCacheBehavior, ...distribution().CacheBehaviors];
    expect(new Set(behaviours.map(({ ViewerProtocolPolicy }) => ViewerProtocolPolicy))).toEqual(
      new Set(["redirect-to-https"]),
    );
  });

  it("hands /api to the API uncached, with every method", () => {
    // AWS's own policies "CachingDisabled" and "AllViewerExceptHostHeader".
    expect(behaviour("/api/*")).toMatchObject({
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    });
    expect(behaviour("/api/*").AllowedMethods).toContain("DELETE");
  });

  it("keeps what idle browsers look at for seconds", () => {
    const [cache] = cloud.service.ofType("AWS::CloudFront::CachePolicy");
    expect(textOf(behaviour("/avail/*").CachePolicyId)).toBe(cache?.id);
    expect(cache?.properties.CachePolicyConfig.MaxTTL).toBeLessThanOrEqual(15);
  });

  it("reads the bucket as itself, and nobody else reads it", () => {
    const origins: readonly { readonly S3OriginConfig?: unknown; readonly OriginAccessControlId?: unknown }[] =
      distribution().Origins;
    expect(origins.filter((one) => one.S3OriginConfig && !one.OriginAccessControlId)).toEqual([]);
    const policies = cloud.service
      .ofType("AWS::S3::BucketPolicy")
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
    const readers = policies.filter(
      ({ Effect, Action }) => Effect === "Allow" && JSON.stringify(Action).includes("s3:GetObject"),
    );
    expect(readers.map(({ Principal, Condition }) => [Principal.Service, Object.keys(Condition.StringEquals)])).toEqual(
      [["cloudfront.amazonaws.com", ["AWS:SourceArn"]]],
    );
  });

  it("shows the page for an address within it, and never in place of an answer of the API", () => {
    const [screens] = cloud.service.ofType("AWS::CloudFront::Function");
    const run = new Function(`${screens?.properties.FunctionCode}; return handler(arguments[0]).uri;`);
    const shown = (uri: string): unknown => run({ request: { uri } });
    expect(["/", "/projects/abc", "/assets/index-1a2b.js", "/config.json"].map(shown)).toEqual([
      "/index.html",
      "/index.html",
      "/assets/index-1a2b.js",
      "/config.json",
    ]);
    expect(distribution().CustomErrorResponses).toBeUndefined();
    expect(behaviour("/api/*").FunctionAssociations).toBeUndefined();
  });

  it("takes a domain of one's own, with TLS 1.2 at least", async () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/abc";
    const { service } = await synthesized({ context: { domain: "label.example.org", certificateArn } });
    const config = service.ofType("AWS::CloudFront::Distribution")[0]?.properties.DistributionConfig;
    expect(config.Aliases).toEqual(["label.example.org"]);
    expect(config.ViewerCertificate).toMatchObject({
      AcmCertificateArn: certificateArn,
      MinimumProtocolVersion: "TLSv1.2_2021",
    });
  });
});

it("tells the page where things are", () => {
  const signInUrl = "https://cognito-idp.eu-central-1.amazonaws.com/";
  expect(siteConfig({ signInUrl, clientId: "abc", region: "eu-central-1" })).toEqual({
    apiUrl: "/api",
    signInUrl,
    clientId: "abc",
    region: "eu-central-1",
  });
});

it("a firewall stands before page and API when the context names one", async () => {
  const wafAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/mine/abc";
  const { service } = await synthesized({ context: { wafAclArn } });
  const [guarded] = service.ofType("AWS::CloudFront::Distribution");
  expect(guarded?.properties.DistributionConfig.WebACLId).toBe(wafAclArn);
  expect(distribution().WebACLId).toBeUndefined();
});
