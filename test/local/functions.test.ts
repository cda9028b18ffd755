import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LocalFunction } from "../../local/functions/function.ts";
import {
  aFunction,
  anApi,
  aRoute,
  aTable,
  removeFolders,
  startTestCloud,
  type TestCloud,
  WITH_SDK,
} from "./support/template-cloud.ts";

const handlers = {
  echo: `export const handler = async (event, context) => ({ event, name: context.functionName, left: context.getRemainingTimeInMillis() });`,
  environment: `export const handler = async () => ({ ...process.env });`,
  state: `let calls = 0; export const handler = async () => ++calls;`,
  slow: `export const handler = (ms) => new Promise((resolve) => setTimeout(() => resolve("done"), ms));`,
  crowd: `let running = 0; export const handler = async () => { running += 1; const seen = running; await new Promise((resolve) => setTimeout(resolve, 20)); running -= 1; return seen; };`,
  stuck: `export const handler = async (mode) => { if (mode === "loop") for (;;); return mode; };`,
  failing: `export const handler = async () => { throw new TypeError("no luck"); };`,
  crash: `export const handler = (mode) => { if (mode === "exit") process.exit(3); setTimeout(() => { throw new Error("later"); }, 1); return new Promise(() => {}); };`,
  memory: `export const handler = async () => { const all = []; for (;;) all.push(new Array(1e6).fill(all.length)); };`,
  broken: `import "./nowhere.mjs"; export const handler = async () => 1;`,
  large: `export const handler = async (bytes) => "x".repeat(bytes);`,
  logs: `export const handler = async () => { console.log(JSON.stringify({ level: "info", event: "a.done" })); console.log(JSON.stringify({ level: "error", event: "b.failed" })); console.error("plain trouble"); };`,
  writer: `${WITH_SDK}
    const { DynamoDBClient, PutItemCommand, GetItemCommand } = require("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient({});
    export const handler = async ({ command, pk }) => {
      const TableName = process.env.TABLE;
      if (command === "put") await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));
      return client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } })).then(({ Item }) => Item ?? null);
    };`,
};

const ids = ["Echo", "Environment", "State", "Stuck", "Failing", "Crash", "Memory", "Broken", "Large", "Logs", "Crowd"];

let cloud: TestCloud;
const run = (id: string): LocalFunction => {
  const found = [...cloud.made.functions.values()].find(({ run: { name } }) => name === id);
  if (!found) throw new Error(`no function ${id}`);
  return found.run;
};
const invoke = async (id: string, event: unknown = {}): Promise<unknown> => {
  const outcome = await run(id).invoke(event);
  return outcome.state === "returned" ? JSON.parse(outcome.answer) : outcome;
};
const onTable = (...actions: string[]) => [
  { Effect: "Allow", Action: actions, Resource: { "Fn::GetAtt": ["Main", "Arn"] } },
];

beforeAll(async () => {
  cloud = await startTestCloud({
    handlers,
    resources: {
      ...anApi,
      ...aTable(),
      ...Object.assign({}, ...ids.map((id) => aFunction(id, { variables: { OWN: id }, timeout: 2 }))),
      ...aFunction("Slow", { timeout: 1 }),
      ...aFunction("Writer", {
        variables: { TABLE: { Ref: "Main" } },
        grants: onTable("dynamodb:PutItem", "dynamodb:GetItem"),
      }),
      ...aFunction("Reader", {
        module: "writer",
        variables: { TABLE: { Ref: "Main" } },
        grants: onTable("dynamodb:GetItem"),
      }),
      ...aRoute("GET /api/crash", "Crash"),
    },
  });
});
afterAll(async () => {
  await cloud.close();
  removeFolders();
});

describe("a function", () => {
  test("gets the event and a context, and its answer comes back", async () => {
    const answer = await invoke("Echo", { n: [1, "é"] });
    expect(answer).toMatchObject({ event: { n: [1, "é"] }, name: "Echo" });
    expect((answer as { left: number }).left).toBeGreaterThan(1000);
  });

  test("has the template's variables and none of the runner's", async () => {
    process.env["LABELLOOP_TEST_SECRET"] = "runner";
    const environment = (await invoke("Environment")) as Record<string, string>;
    delete process.env["LABELLOOP_TEST_SECRET"];
    expect(environment).toMatchObject({
      OWN: "Environment",
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_DYNAMODB: cloud.addresses.table,
    });
    expect(environment).not.toHaveProperty("LABELLOOP_TEST_SECRET");
    expect(environment).not.toHaveProperty("HOME");
  });

  test("stays warm between calls", async () => {
    expect([await invoke("State"), await invoke("State")]).toEqual([1, 2]);
  });

  test("takes sixteen at a time, and the others in their turn", async () => {
    const seen = await Promise.all(Array.from({ length: 50 }, () => invoke("Crowd")));
    expect(seen).toHaveLength(50);
    expect(Math.max(...seen.map(Number))).toBe(16);
  });

  test("may call what its policy allows", async () => {
    expect(await invoke("Writer", { command: "put", pk: "one" })).toEqual({ pk: { S: "one" } });
    expect(await invoke("Reader", { pk: "one" })).toEqual({ pk: { S: "one" } });
  });

  test("may not call what its policy does not allow", async () => {
    expect(await invoke("Reader", { command: "put", pk: "two" })).toMatchObject({
      state: "failed",
      errorType: "AccessDeniedException",
      message: expect.stringContaining("function Reader is not authorized to perform: dynamodb:PutItem"),
    });
  });
});

describe("a function that goes wrong fails its own invocations and nothing else", () => {
  test("by throwing", async () => {
    expect(await invoke("Failing")).toMatchObject({
      state: "failed",
      errorType: "TypeError",
      message: expect.stringContaining("no luck"),
    });
  });

  test("by taking longer than its timeout", async () => {
    expect(await invoke("Slow", 60_000)).toMatchObject({
      errorType: "Sandbox.Timedout",
      message: expect.stringContaining("Task timed out after 1.00 seconds"),
    });
    expect(await invoke("Slow", 1)).toBe("done");
  });

  test("by a loop that never ends", async () => {
    expect(await invoke("Stuck", "loop")).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(await invoke("Stuck", "fine")).toBe("fine");
  });

  test("by a loop that never ends, which takes along what shares its thread", async () => {
    const first = invoke("Stuck", "loop");
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const second = invoke("Stuck", "fine");
    expect(await first).toMatchObject({ errorType: "Sandbox.Timedout" });
    expect(await second).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await invoke("Stuck", "fine")).toBe("fine");
  });

  test("by ending its process, or throwing where nobody catches", async () => {
    expect(await invoke("Crash", "exit")).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await invoke("Crash", "throw")).toMatchObject({
      errorType: "Runtime.UnhandledError",
      message: expect.stringContaining("later"),
    });
  });

  test("by using up its memory", async () => {
    expect(await invoke("Memory")).toMatchObject({ state: "failed" });
    expect(await invoke("Echo")).toMatchObject({ name: "Echo" });
  });

  test("by a module that does not load", async () => {
    expect(await invoke("Broken")).toMatchObject({ state: "failed", message: expect.stringContaining("nowhere.mjs") });
  });

  test("by an answer or an event beyond 6 MB", async () => {
    expect(await invoke("Large", 6 * 1024 * 1024)).toHaveLength(6 * 1024 * 1024);
    expect(await invoke("Large", 7 * 1024 * 1024)).toMatchObject({ errorType: "Function.ResponseSizeTooLarge" });
    expect(await invoke("Echo", "x".repeat(7 * 1024 * 1024))).toMatchObject({
      errorType: "RequestEntityTooLargeException",
    });
  });

  test("and the page's server says 500 and goes on", async () => {
    const response = await fetch(`${cloud.addresses.api}/crash`);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: "Internal Server Error" });
  });
});

test("what a function prints lies in a file of its own, and errors are told at once", async () => {
  await invoke("Logs");
  const file = join(cloud.folder, "logs", "Logs.log");
  await expect.poll(() => (existsSync(file) ? readFileSync(file, "utf8") : "")).toMatch(/a\.done.*b\.failed/s);
  await expect.poll(() => readFileSync(file, "utf8")).toContain("plain trouble");
  const told = cloud.errors.filter((line) => line.startsWith("Logs: "));
  expect(told.join("\n")).toContain("b.failed");
  expect(told.join("\n")).toContain("plain trouble");
  expect(told.join("\n")).not.toContain("a.done");
});
