import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "../../infra/page-headers.ts";
import { removeFolders, startTestCloud, type TestCloud, temporaryFolder } from "./support/template-cloud.ts";

const script = `console.log(${JSON.stringify("x".repeat(5_000))});\n`;

/** As the stack writes it, with the host names that AWS would give. */
const headersPolicy = {
  Type: "AWS::CloudFront::ResponseHeadersPolicy",
  Properties: {
    ResponseHeadersPolicyConfig: {
      Name: "Headers",
      SecurityHeadersConfig: {
        ContentSecurityPolicy: {
          Override: true,
          ContentSecurityPolicy: contentSecurityPolicy({
            signIn: "https://cognito-idp.us-east-1.amazonaws.com",
            media: "https://ingest.s3.us-east-1.amazonaws.com",
            answers: "https://answers.s3.us-east-1.amazonaws.com",
            exports: "https://exports.s3.us-east-1.amazonaws.com",
          }),
        },
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: "DENY", Override: true },
        ReferrerPolicy: { ReferrerPolicy: "no-referrer", Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 1, Override: true },
      },
      CustomHeadersConfig: { Items: [{ Header: "permissions-policy", Value: "camera=()", Override: true }] },
    },
  },
};

let cloud: TestCloud;
beforeAll(async () => {
  const webRoot = temporaryFolder();
  mkdirSync(join(webRoot, "assets"));
  writeFileSync(join(webRoot, "index.html"), "<!doctype html><title>Labelloop</title>");
  writeFileSync(join(webRoot, "sw.js"), "self");
  writeFileSync(join(webRoot, "assets", "main-abc123.js"), script);
  writeFileSync(join(webRoot, "assets", "font.woff2"), Buffer.alloc(5_000));
  cloud = await startTestCloud(
    {
      resources: { Headers: headersPolicy, Site: { Type: "AWS::S3::Bucket", Properties: {} } },
      outputs: { SiteBucket: { Value: { Ref: "Site" } } },
    },
    { webRoot },
  );
});
afterAll(async () => {
  await cloud.close();
  removeFolders();
});

const get = (
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(cloud.addresses.page);
    const sent = request({ host: "127.0.0.1", port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });

describe("the page", () => {
  test.each(["/", "/index.html", "/projects/p1/annotate", "/sign-in?next=/projects"])(
    "is one document at %s",
    async (path) => {
      const { status, headers, body } = await get(path);
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-cache");
      expect(body.toString()).toContain("<title>Labelloop</title>");
    },
  );

  test.each(["/favicon.ico", "/assets/gone.js", "/../package.json", "/%2e%2e/package.json", "/assets/%00.js"])(
    "has nothing at %s",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test("lets browsers keep for ever what has its hash in its name, and nothing else", async () => {
    expect((await get("/assets/main-abc123.js")).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await get("/sw.js")).headers["cache-control"]).toBe("no-cache");
  });

  test("travels compressed where that helps", async () => {
    const brotli = await get("/assets/main-abc123.js", { "accept-encoding": "gzip, deflate, br" });
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
    const zipped = await get("/assets/main-abc123.js", { "accept-encoding": "gzip" });
    expect(gunzipSync(zipped.body).toString()).toBe(script);
    expect((await get("/assets/main-abc123.js")).headers["content-encoding"]).toBeUndefined();
    expect((await get("/assets/font.woff2", { "accept-encoding": "br" })).headers["content-encoding"]).toBeUndefined();
  });

  test("is not sent again when the browser has it", async () => {
    const { headers } = await get("/");
    const again = await get("/", { "if-none-match": String(headers["etag"]) });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
  });

  test("comes under the template's headers, with this machine in the place of AWS", async () => {
    const { headers } = await get("/");
    const { bucket, signIn } = cloud.addresses;
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ${new URL(signIn).origin} ${bucket}`);
    expect(policy).toContain(`img-src 'self' blob: data: ${bucket}`);
    expect(policy).not.toMatch(/amazonaws|unsafe/);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "permissions-policy": "camera=()",
    });
    expect(headers).not.toHaveProperty("strict-transport-security");
    expect((await get("/api/none")).headers["x-frame-options"]).toBe("DENY");
  });

  test("learns what it must know from /config.json", async () => {
    const { headers, body } = await get("/config.json");
    expect(headers["content-type"]).toBe("application/json");
    expect(JSON.parse(body.toString())).toEqual({ signInUrl: cloud.addresses.signIn });
  });
});

test("availability is read from the site's bucket", async () => {
  expect((await get("/avail/p1.json")).status).toBe(404);
  await cloud.put("labelloop_site", "avail/p1.json", '{"open":true}', "application/json");
  const { status, headers, body } = await get("/avail/p1.json");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/json");
  expect(headers["cache-control"]).toBe("max-age=15");
  expect(body.toString()).toBe('{"open":true}');
});
