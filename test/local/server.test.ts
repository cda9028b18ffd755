import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { ItemCard } from "../../lambdas/api/items.ts";
import { eventually, signInAs } from "../support/api.ts";
import { type Server, startServer } from "../support/server.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "labelloop-main-"));
const DEADLINE_MS = 120_000;
/** Forty pictures in a fresh clone, where none is drawn yet, on two busy cores. */
const DRAWING_MS = 240_000;

const main = join(ROOT, "local/main.ts");
const run = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: "utf8", timeout: DEADLINE_MS });

/** Nothing for a process that has just ended. */
const statOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH"].includes(String(error.code))) return "";
    throw error;
  }
};

/** Processes that this one started, directly or not, by what the system tells of parents. */
const descendants = (pid: number): number[] => {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(Number(name)).split(") ")[1]?.split(" ")[1])] as const);
  const children = parents.filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendants(child)]);
};

let server: Server;
beforeAll(async () => {
  server = await startServer({ folder, hasPictures: true });
}, DEADLINE_MS);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("npm start", () => {
  test("tells a program all it needs in one line", () => {
    const { addresses } = server;
    for (const name of ["page", "bucket", "table", "queue", "signIn"] as const)
      expect(Reflect.get(addresses, name), name).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    expect(addresses.api).toBe(`${addresses.page}/api`);
    expect(addresses.folder).toBe(folder);
    expect(JSON.parse(readFileSync(addresses.operatorKeysFile, "utf8"))).toEqual({
      accessKeyId: expect.stringMatching(/^[A-Z2-7]{20}$/),
      secretAccessKey: expect.any(String),
    });
    expect(addresses.demo.map(({ role }) => role)).toEqual([
      "operator",
      "vendor",
      "client",
      "annotator",
      "annotator",
      "annotator",
    ]);
  });

  test("serves the page, and its config", async () => {
    const { page, signIn } = server.addresses;
    expect(await (await fetch(page)).text()).toContain("<!doctype html>");
    expect(await (await fetch(`${page}/config.json`)).json()).toMatchObject({ apiUrl: "/api", signInUrl: signIn });
    const policy = (await fetch(page)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/amazonaws|unsafe/);
  });

  test("has everybody of the demonstration in an open project", async () => {
    const roles = { vendor: "vendor", client: "client", annotator: "annotator" };
    for (const [person, role] of Object.entries(roles)) {
      const api = await signInAs(server.addresses, person);
      const { projects } = await api.call("me");
      expect(projects).toMatchObject([{ title: { en: "Forest insects" }, state: "open", roles: [role] }]);
    }
    const operator = await signInAs(server.addresses, "operator");
    expect((await operator.call("me")).person.groups).toEqual(["operator"]);
  });

  test("is refused on a folder that is in use, and says by whom", () => {
    const { status, stderr } = run("--json", "--port", "0", "--folder", folder);
    expect(status).toBe(1);
    expect(stderr).toContain(`the folder ${folder} is in use by process`);
    expect(stderr).toContain(server.addresses.page);
  });

  test(
    "goes on after kill -9 where it was, the demonstration too",
    async () => {
      const vendor = await signInAs(server.addresses, "vendor");
      const projectId = (await vendor.call("me")).projects[0]?.projectId ?? "";
      await server.kill();
      server = await startServer({ folder, hasPictures: true });
      const again = await signInAs(server.addresses, "vendor");
      expect((await again.call("me")).projects).toMatchObject([{ projectId, state: "open" }]);
      const count = async (): Promise<true | undefined> => {
        const { items } = await again.call("progress", { path: { projectId } });
        return items.open + items.agreed === 40 || undefined;
      };
      await eventually("the forty pictures", count, DRAWING_MS);
      await eventually(
        "the end of the demonstration",
        async () => readFileSync(join(folder, "demonstration"), "utf8") === "complete\n" || undefined,
      );
      const items: ItemCard[] = [];
      for (let cursor: string | undefined = ""; cursor !== undefined; ) {
        const query: { limit: number; cursor?: string } = cursor === "" ? { limit: 100 } : { limit: 100, cursor };
        const page: { items: ItemCard[]; cursor?: string | undefined } = await again.call("listItems", {
          path: { projectId },
          query,
        });
        items.push(...page.items);
        cursor = page.cursor;
      }
      expect(items).toHaveLength(40);
      expect(items.some(({ replacementWaits, duplicateOf }) => replacementWaits || duplicateOf)).toBe(false);
    },
    2 * DRAWING_MS,
  );

  test("ends when asked to, with all that it started, even in the middle of its start", async () => {
    // Without what was kept of earlier starts, it has to build.
    rmSync(join(ROOT, "dist/prepared"), { recursive: true, force: true });
    const child = spawn(process.execPath, [main, "--json", "--no-demo", "--port", "0", "--folder", `${folder}-other`]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const started = await eventually("its build", async () => {
      const found = descendants(child.pid ?? 0);
      return found.length > 0 ? found : undefined;
    });
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
    const alive = () => started.filter((pid) => statOf(pid) !== "" && !statOf(pid).includes(") Z "));
    await eventually("the end of its build", async () => alive().length === 0 || undefined);
    rmSync(`${folder}-other`, { recursive: true });
  });

  test("needs no demonstration, and is told of mistakes without a stack", () => {
    const { status, stderr } = run("--lisen", "host");
    expect(status).toBe(1);
    expect(stderr).toContain("--lisen");
    expect(stderr).not.toContain("    at ");
  });
});

describe("npm start -- --listen", () => {
  test("is refused on a folder with the demonstration", () => {
    const other = `${folder}-demo`;
    mkdirSync(other);
    writeFileSync(join(other, "demonstration"), "complete\n");
    const { status, stderr } = run("--listen", "127.0.0.2", "--port", "0", "--folder", other);
    rmSync(other, { recursive: true });
    expect(status).toBe(1);
    expect(stderr).toContain("whose passwords everybody knows");
  });

  test("has nobody until its owner makes an operator", async () => {
    const other = await startServer({ args: ["--listen", "127.0.0.2"] });
    const { addresses } = other;
    expect(addresses.demo).toEqual([]);
    for (const address of [addresses.page, addresses.bucket, addresses.signIn])
      expect(address).toMatch(/^https:\/\/127\.0\.0\.2:\d+/);
    const cli = [join(ROOT, "cli/labelloop.ts"), "operator", "create", "olga", "--folder", other.folder];
    const made = spawnSync(process.execPath, cli, { encoding: "utf8", timeout: DEADLINE_MS });
    expect(made.stderr).toBe("");
    expect(made.stdout).toContain("olga is an operator");
    expect(made.stdout).toContain(addresses.page);
    await other.close();
  });
});
