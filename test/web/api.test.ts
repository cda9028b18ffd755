import { describe, expect, test } from "vitest";
import { makeApi } from "../../web/api.ts";

type Reply = { readonly status: number; readonly content: unknown } | "no network";

const anApi = (...replies: Reply[]) => {
  const calls: { url: string; method: string; authorization: string | undefined; body: unknown }[] = [];
  const tokens = ["t1", "t2"];
  const waits: number[] = [];
  const api = makeApi({
    apiUrl: "/api",
    fetch: (async (url: string, init: RequestInit) => {
      const headers = init.headers as Record<string, string>;
      calls.push({
        url,
        method: init.method ?? "",
        authorization: headers["authorization"],
        body: init.body ? JSON.parse(String(init.body)) : undefined,
      });
      const reply = replies.shift() ?? { status: 200, content: {} };
      if (reply === "no network") throw new TypeError("failed to fetch");
      return new Response(JSON.stringify(reply.content), { status: reply.status });
    }) as typeof fetch,
    token: async () => tokens[0],
    renewToken: async () => tokens[1],
    random: () => 0.5,
    wait: async (ms) => void waits.push(ms),
  });
  return { api, calls, waits, tokens };
};

const ok = { status: 200, content: { released: 1 } };

describe("a call", () => {
  test("goes to its endpoint with path, query and token", async () => {
    const { api, calls } = anApi({ status: 200, content: { annotations: [] } });
    await api("history", { path: { projectId: "forest 01" }, query: { cursor: "a&b" } });
    expect(calls).toEqual([
      {
        url: "/api/projects/forest%2001/history?cursor=a%26b",
        method: "GET",
        authorization: "Bearer t1",
        body: undefined,
      },
    ]);
  });

  test("to an open endpoint carries no token", async () => {
    const { api, calls } = anApi();
    await api("resetPassword", { path: { secret: "s" }, body: { password: "p" } });
    expect(calls[0]?.authorization).toBeUndefined();
  });

  test("is made once more with a new token when the old one is refused", async () => {
    const { api, calls } = anApi({ status: 401, content: {} }, ok);
    await api("release", { path: { projectId: "p", assignmentId: "a" }, body: {} });
    expect(calls.map(({ authorization }) => authorization)).toEqual(["Bearer t1", "Bearer t2"]);
  });

  test("says that she must sign in when no token is left", async () => {
    const { api, tokens } = anApi({ status: 401, content: {} });
    tokens.length = 1;
    await expect(api("me", {})).rejects.toMatchObject({ code: "not-signed-in" });
    tokens.length = 0;
    await expect(api("me", {})).rejects.toMatchObject({ code: "not-signed-in" });
  });

  test("hands on what was refused: code, field and what is allowed", async () => {
    const content = { code: "bad-request", message: "too long", field: "body.name", allowed: "80 letters" };
    const { api } = anApi({ status: 400, content });
    await expect(api("updateMe", { body: { name: "x", language: "en" } })).rejects.toMatchObject({
      code: "bad-request",
      message: "too long",
      detail: { field: "body.name", allowed: "80 letters" },
    });
  });

  test("is repeated after a fault when repeating does no harm, with a pause", async () => {
    const { api, calls, waits } = anApi({ status: 503, content: {} }, { status: 500, content: {} }, ok);
    await api("release", { path: { projectId: "p", assignmentId: "a" }, body: {} });
    expect(calls).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  test("is not repeated when it might be done twice, nor when it was refused", async () => {
    const once = anApi({ status: 503, content: {} });
    await expect(once.api("startExport", { path: { projectId: "p" }, body: { formats: ["coco"] } })).rejects.toThrow();
    expect(once.calls).toHaveLength(1);
    const refused = anApi({ status: 404, content: { code: "not-found", message: "no" } });
    await expect(refused.api("me", {})).rejects.toMatchObject({ code: "not-found" });
    expect(refused.calls).toHaveLength(1);
  });

  test("says that there is no network, at once", async () => {
    const { api, calls } = anApi("no network");
    await expect(api("me", {})).rejects.toMatchObject({ code: "offline" });
    expect(calls).toHaveLength(1);
  });

  test("knows a proxy's answer for what it is", async () => {
    const { api } = anApi({ status: 403, content: "<html>" });
    await expect(api("me", {})).rejects.toMatchObject({ code: "not-allowed", detail: { status: 403 } });
  });
});
