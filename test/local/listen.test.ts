import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { isIP } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { greeting } from "../../local/greeting.ts";
import { ownName } from "../support/own-name.ts";
import {
  aFunction,
  anApi,
  aPool,
  aRoute,
  removeFolders,
  startTestCloud,
  type TestCloud,
  WITH_SDK,
} from "./support/template-cloud.ts";

const handlers = {
  sign: `${WITH_SDK}
    const { S3Client, PutObjectCommand, GetObjectCommand } = require("@aws-sdk/client-s3");
    const { getSignedUrl } = require("@aws-sdk/s3-request-presigner");
    const client = new S3Client({});
    export const handler = async () => {
      await client.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: "a b/é.txt", Body: "by the function" }));
      return { url: await getSignedUrl(client, new GetObjectCommand({ Bucket: process.env.BUCKET, Key: "a b/é.txt" })) };
    };`,
};

const strictHeaders = {
  Type: "AWS::CloudFront::ResponseHeadersPolicy",
  Properties: {
    ResponseHeadersPolicyConfig: {
      Name: "Headers",
      SecurityHeadersConfig: { StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true } },
    },
  },
};

let cloud: TestCloud;
let host: string;
beforeAll(async () => {
  host = await ownName();
  const bucket = { "Fn::GetAtt": ["Media", "Arn"] };
  const grants = [
    { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: { "Fn::Join": ["", [bucket, "/*"]] } },
  ];
  cloud = await startTestCloud(
    {
      handlers,
      resources: {
        ...anApi,
        ...aPool(),
        Media: {
          Type: "AWS::S3::Bucket",
          Properties: {
            CorsConfiguration: {
              CorsRules: [
                { AllowedMethods: ["GET"], AllowedOrigins: ["https://*.cloudfront.net"], AllowedHeaders: ["*"] },
              ],
            },
          },
        },
        ...aFunction("Sign", { grants, variables: { BUCKET: { Ref: "Media" } } }),
        ...aRoute("GET /api/sign", "Sign"),
        Headers: strictHeaders,
      },
    },
    { listen: { host } },
  );
});
afterAll(async () => {
  await cloud.close();
  removeFolders();
});

/** As a browser does that trusts the folder's certificate. */
const get = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const ca = readFileSync(join(cloud.folder, "tls-cert.pem"));
    const sent = request(url, { ca, headers, method, servername: isIP(host) ? "" : host }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on("error", reject);
    sent.end();
  });

describe("a cloud that serves others", () => {
  test("has its name in every address that a browser sees, over TLS", async () => {
    const { page, api, bucket, signIn, table } = cloud.addresses;
    for (const address of [page, api, bucket, signIn]) expect(address).toMatch(new RegExp(`^https://${host}:\\d+`));
    expect(table).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(JSON.parse((await get(`${page}/config.json`)).body)).toEqual({ signInUrl: signIn });
  });

  test("prints a line to copy media with that trusts the certificate it made itself", () => {
    const said = greeting({ cloud, demo: [], ingestBucket: "media", isListening: true, startMs: 1 });
    const file = /AWS_CA_BUNDLE=(\S+)/.exec(said)?.[1] ?? "";
    expect(new X509Certificate(readFileSync(file)).checkHost("localhost")).toBe("localhost");
    expect(said.indexOf("AWS_CA_BUNDLE")).toBeLessThan(said.indexOf("aws s3 cp"));
  });

  test("signs media addresses that work there, for the page's scripts too", async () => {
    const { page, api, bucket } = cloud.addresses;
    const { status, body } = await get(`${api}/sign`);
    expect(body).toContain("url");
    expect(status).toBe(200);
    const { url } = JSON.parse(body);
    expect(url.startsWith(`${bucket}/labelloop_media/`)).toBe(true);
    const media = await get(url, { origin: page });
    expect(media).toMatchObject({ status: 200, body: "by the function" });
    expect(media.headers["access-control-allow-origin"]).toBe(page);
  });

  test("lets its own page sign people in, and no other", async () => {
    const { page, signIn } = cloud.addresses;
    const ask = (origin: string) => get(signIn, { origin, "access-control-request-method": "POST" }, "OPTIONS");
    expect((await ask(page)).headers["access-control-allow-origin"]).toBe(page);
    expect((await ask("https://evil.example")).status).toBe(403);
  });

  test("speaks TLS only, and answers to no other name", async () => {
    const { page } = cloud.addresses;
    await expect(fetch(page.replace("https:", "http:"))).rejects.toThrow();
    expect((await get(`${page}/config.json`, { host: "evil.example" })).status).toBe(421);
  });

  test("tells browsers to be strict only with a certificate that they trust", async () => {
    expect((await get(cloud.addresses.page)).headers).not.toHaveProperty("strict-transport-security");
    const { cert, key } = {
      cert: readFileSync(join(cloud.folder, "tls-cert.pem"), "utf8"),
      key: readFileSync(join(cloud.folder, "tls-key.pem"), "utf8"),
    };
    const strict = await startTestCloud(
      { resources: { Headers: strictHeaders } },
      { listen: { host, certificate: { cert, key } } },
    );
    expect((await get(strict.addresses.page)).headers["strict-transport-security"]).toBe("max-age=31536000");
    await strict.close();
  });

  test("hands out the certificate that phones have to trust", async () => {
    const { certificateUrl = "" } = cloud;
    const { headers, body } = await get(certificateUrl);
    expect(headers["content-type"]).toBe("application/x-x509-ca-cert");
    expect(body).toBe(readFileSync(join(cloud.folder, "tls-cert.pem"), "utf8"));
    const parsed = new X509Certificate(body);
    expect(parsed.ca).toBe(true);
    expect(isIP(host) ? parsed.checkIP(host) : parsed.checkHost(host)).toBe(host);
  });

  test("keeps its certificate over a restart, so that browsers need not be told again", async () => {
    const before = readFileSync(join(cloud.folder, "tls-cert.pem"), "utf8");
    await cloud.close();
    cloud = await cloud.again();
    expect(readFileSync(join(cloud.folder, "tls-cert.pem"), "utf8")).toBe(before);
    expect((await get(`${cloud.addresses.page}/config.json`)).status).toBe(200);
  });
});
