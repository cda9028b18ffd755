import { generateKeyPairSync, sign } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  aFunction,
  anApi,
  aPool,
  aRoute,
  removeFolders,
  startTestCloud,
  type TestCloud,
} from "./support/template-cloud.ts";

const handlers = {
  echo: `export const handler = async (event) => ({ statusCode: 200, headers: { "Content-Type": "application/json", "x-own": "yes" }, cookies: ["a=1", "b=2"], body: JSON.stringify(event) });`,
  answers: `export const handler = async ({ pathParameters: { kind } }) => ({
    plain: "just text",
    object: { some: "object" },
    nothing: undefined,
    binary: { statusCode: 201, headers: { "content-type": "image/png" }, body: Buffer.from([0, 255]).toString("base64"), isBase64Encoded: true },
    status: { statusCode: 42, body: "" },
    empty: { statusCode: 204 },
  })[kind];`,
};

let cloud: TestCloud;
const clock = { aheadMs: 0 };
beforeAll(async () => {
  const pools = { ...aPool("Pool"), ...aPool("OtherPool") };
  const template = {
    handlers,
    resources: {
      ...anApi,
      ...pools,
      ...aFunction("Echo"),
      ...aFunction("Answers"),
      ...aFunction("Private", { module: "echo" }),
      ...aRoute("ANY /api/open/{id}", "Echo"),
      ...aRoute("GET /api/answers/{kind}", "Answers"),
      ...aRoute("GET /api/closed", "Echo", "PoolAuthorizer"),
      ...withoutPermission(aRoute("GET /api/forbidden", "Private")),
    },
    outputs: {
      Pool: { Value: { Ref: "Pool" } },
      Client: { Value: { Ref: "PoolClient" } },
      OtherPool: { Value: { Ref: "OtherPool" } },
      OtherClient: { Value: { Ref: "OtherPoolClient" } },
    },
  };
  cloud = await startTestCloud(template, { now: () => Date.now() + clock.aheadMs });
});
afterAll(async () => {
  await cloud.close();
  removeFolders();
});

const withoutPermission = (resources: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(resources).filter(([id]) => !id.endsWith("Permission")));

const call = (path: string, init: RequestInit = {}) => fetch(`${cloud.addresses.api}${path}`, init);

describe("what a function gets of a request", () => {
  test("is an event in payload format 2.0", async () => {
    const response = await call("/open/a%20b?x=1&x=2&y=%C3%A9&z", {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", "X-Some": "thing", cookie: "c=1; d=2" },
      body: '{"é":1}',
    });
    const event = await response.json();
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "ANY /api/open/{id}",
      rawPath: "/api/open/a b",
      rawQueryString: "x=1&x=2&y=%C3%A9&z",
      cookies: ["c=1", "d=2"],
      headers: { "x-some": "thing", "content-type": "application/json; charset=utf-8" },
      queryStringParameters: { x: "1,2", y: "é", z: "" },
      pathParameters: { id: "a b" },
      body: '{"é":1}',
      isBase64Encoded: false,
      requestContext: {
        apiId: "api",
        stage: "$default",
        routeKey: "ANY /api/open/{id}",
        http: { method: "POST", path: "/api/open/a b", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" },
      },
    });
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event.requestContext).not.toHaveProperty("authorizer");
    expect(event.headers).not.toHaveProperty("cookie");
  });

  test("leaves out what was not sent", async () => {
    const event = await (await call("/open/x")).json();
    expect(event).not.toHaveProperty("queryStringParameters");
    expect(event).not.toHaveProperty("cookies");
    expect(event).not.toHaveProperty("body");
  });

  test("carries bytes that are no text in base64", async () => {
    const body = Uint8Array.from([0, 1, 254, 255]);
    const event = await (
      await call("/open/x", { method: "PUT", headers: { "content-type": "image/png" }, body })
    ).json();
    expect(event).toMatchObject({ isBase64Encoded: true, body: "AAH+/w==" });
  });

  test("is refused from 10 MB on, and from what an invocation takes", async () => {
    const post = (bytes: number) =>
      call("/open/x", { method: "POST", headers: { "content-type": "text/plain" }, body: "x".repeat(bytes) });
    expect((await post(5_900_000)).status).toBe(200);
    expect((await post(6_500_000)).status).toBe(413);
    const response = await post(11 * 1024 * 1024);
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: "Request Entity Too Large" });
  });
});

describe("what a client gets of an answer", () => {
  test("status, headers, cookies and body", async () => {
    const response = await call("/open/x");
    expect(response.headers.get("x-own")).toBe("yes");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test.each([
    ["plain", 200, "just text"],
    ["object", 200, '{"some":"object"}'],
    ["nothing", 500, '{"message":"Internal Server Error"}'],
    ["status", 500, '{"message":"Internal Server Error"}'],
    ["empty", 204, ""],
  ])("an answer that is %s", async (kind, status, body) => {
    const response = await call(`/answers/${kind}`);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
  });

  test("bytes", async () => {
    const response = await call("/answers/binary");
    expect(response.status).toBe(201);
    expect([...(await response.bytes())]).toEqual([0, 255]);
  });

  test("404 in AWS's words where there is no route", async () => {
    const response = await call("/nowhere");
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: "Not Found" });
    expect((await call("/closed", { method: "DELETE" })).status).toBe(404);
  });

  test("500 where the function does not let the API invoke it", async () => {
    expect((await call("/forbidden")).status).toBe(500);
  });
});

describe("a route behind the sign-in", () => {
  const out = (name: string): string => cloud.outputs[name] ?? "";
  const user = async (
    pool: string,
    client: string,
    name: string,
  ): Promise<{ AccessToken: string; IdToken: string }> => {
    const { signIn } = cloud.services;
    const UserPoolId = out(pool);
    await signIn
      .call("AdminCreateUser", { UserPoolId, Username: name, MessageAction: "SUPPRESS" })
      .catch(() => undefined);
    await signIn.call("AdminSetUserPassword", {
      UserPoolId,
      Username: name,
      Password: "long enough 1A!",
      Permanent: true,
    });
    const AuthParameters = { USERNAME: name, PASSWORD: "long enough 1A!" };
    const answer = await signIn.call("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: out(client),
      AuthParameters,
    });
    return (answer as { AuthenticationResult: { AccessToken: string; IdToken: string } }).AuthenticationResult;
  };
  const status = async (authorization?: string): Promise<number> =>
    (await call("/closed", authorization === undefined ? {} : { headers: { authorization } })).status;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

  test("answers 401 in AWS's words without a token", async () => {
    const response = await call("/closed");
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ message: "Unauthorized" });
  });

  test("hands the claims on as text, groups as [a b]", async () => {
    const { signIn } = cloud.services;
    for (const group of ["operator", "vendor"]) {
      signIn.createGroup(out("Pool"), group);
      await user("Pool", "Client", "grouped");
      await signIn.call("AdminAddUserToGroup", { UserPoolId: out("Pool"), Username: "grouped", GroupName: group });
    }
    const { AccessToken } = await user("Pool", "Client", "grouped");
    const event = await (await call("/closed", { headers: { authorization: `Bearer ${AccessToken}` } })).json();
    const { claims, scopes } = event.requestContext.authorizer.jwt;
    expect(scopes).toBeNull();
    expect(claims).toMatchObject({ username: "grouped", token_use: "access" });
    expect(claims["cognito:groups"]).toMatch(/^\[(operator vendor|vendor operator)\]$/);
    expect(Object.values(claims).every((value) => typeof value === "string")).toBe(true);
    expect(claims.exp).toMatch(/^\d+$/);
  });

  test("takes access and ID tokens of its client, with or without Bearer", async () => {
    const { AccessToken, IdToken } = await user("Pool", "Client", "anna");
    expect(await status(`Bearer ${AccessToken}`)).toBe(200);
    expect(await status(`bearer ${IdToken}`)).toBe(200);
    expect(await status(AccessToken)).toBe(200);
  });

  test("refuses a token whose time is over", async () => {
    const { AccessToken } = await user("Pool", "Client", "anna");
    clock.aheadMs = 3_601_000;
    expect(await status(`Bearer ${AccessToken}`)).toBe(401);
    clock.aheadMs = 0;
    expect(await status(`Bearer ${AccessToken}`)).toBe(200);
  });

  test("refuses every other token", async () => {
    const { AccessToken } = await user("Pool", "Client", "anna");
    const other = await user("OtherPool", "OtherClient", "anna");
    const [header = "", body = "", signature = ""] = AccessToken.split(".");
    const claims = claimsOf(AccessToken);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const forge = (head: unknown, payload: unknown): string => {
      const text = `${part(head)}.${part(payload)}`;
      return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
    };
    const kid = JSON.parse(Buffer.from(header, "base64url").toString()).kid;
    const rows: Record<string, string> = {
      empty: "",
      "another scheme": `Basic ${AccessToken}`,
      "another pool's": other.AccessToken,
      "another pool's identity": other.IdToken,
      "alg none": `${part({ alg: "none" })}.${part(claims)}.`,
      "alg none with the signature": `${part({ alg: "none" })}.${body}.${signature}`,
      "a stranger's key": forge({ alg: "RS256", kid }, claims),
      "a longer life": `${header}.${part({ ...claims, exp: claims.exp + 3600 })}.${signature}`,
      "a group added": `${header}.${part({ ...claims, "cognito:groups": ["operator"] })}.${signature}`,
      "a cut signature": `${header}.${body}.${signature.slice(0, -4)}`,
      "two tokens": `${AccessToken}, ${AccessToken}`,
      "no token at all": "Bearer",
    };
    const statuses = await Promise.all(Object.values(rows).map(status));
    expect(Object.fromEntries(Object.keys(rows).map((name, n) => [name, statuses[n]]))).toEqual(
      Object.fromEntries(Object.keys(rows).map((name) => [name, 401])),
    );
  });
});

describe("strangers", () => {
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(cloud.addresses.page).port), "127.0.0.1", () => socket.write(text));
      const chunks: Buffer[] = [];
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("end", () => resolve(Buffer.concat(chunks).toString()));
      socket.on("error", reject);
    });
  const get = (host: string, more = "") =>
    raw(`GET /api/open/x HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`);
  const port = () => new URL(cloud.addresses.page).port;

  test("that reach this machine under another name are refused", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${port()}`,
      "127.0.0.1",
      "127.0.0.1:1",
      `127.0.0.1.evil.example:${port()}`,
      "",
    ])
      expect(await get(host), host).toMatch(/^HTTP\/1\.1 421 /);
    for (const host of [`127.0.0.1:${port()}`, `localhost:${port()}`, `LOCALHOST:${port()}`, `[::1]:${port()}`])
      expect(await get(host), host).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("whose page is of another origin are refused", async () => {
    const own = `127.0.0.1:${port()}`;
    for (const origin of ["http://evil.example", "null", `https://${own}`, `http://127.0.0.1:1`])
      expect(await get(own, `Origin: ${origin}\r\n`), origin).toMatch(/^HTTP\/1\.1 403 /);
    expect(await get(own, `Origin: http://localhost:${port()}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("find the other services as closed", async () => {
    const { bucket, table, signIn } = cloud.addresses;
    for (const address of [bucket, table, signIn]) {
      const { host } = new URL(address);
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(address).port), "127.0.0.1", () =>
          socket.write(`POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`),
        );
        socket.once("data", (chunk) => resolve(chunk.toString()));
      });
      expect(answer, host).toMatch(/^HTTP\/1\.1 4(03|21) /);
    }
    for (const address of [table, signIn])
      expect(
        (await fetch(address, { method: "POST", headers: { origin: "http://evil.example" }, body: "{}" })).status,
      ).toBe(403);
  });
});
