import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiOf } from "../support/api.ts";
import { type Server, startServer } from "../support/server.ts";

const root = join(import.meta.dirname, "../..");
const out = mkdtempSync(join(tmpdir(), "labelloop-demo-out-"));
const password = "a-password-of-my-own";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not in one blocking call: the server in the other process is listened to meanwhile. */
const node = (
  script: string,
  args: readonly string[],
  { input = "", env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(input);
  });

describe("an owner at the command line", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ args: ["--no-demo"] });
  });
  afterAll(async () => {
    await server.close();
    rmSync(out, { recursive: true, force: true });
  });

  it("makes the first operator, who invites a vendor, whose demonstration runs on the server in the other process", async () => {
    const { addresses, folder } = server;
    const made = await node("cli/labelloop.ts", ["operator", "create", "asha", "--ask", "--folder", folder], {
      input: `${password}\n`,
    });
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: "" });
    expect(made.stdout).toContain(`asha is an operator.\nSign in at ${addresses.page}.`);
    const again = await node("cli/labelloop.ts", ["operator", "create", "asha", "--folder", folder]);
    expect([again.status, again.stderr]).toEqual([1, "labelloop: somebody has the name asha already\n"]);

    const invited = await node("cli/labelloop.ts", ["vendor", "invite", "--as", "asha", "--url", addresses.page], {
      input: `${password}\n`,
    });
    const [, secret = ""] = new RegExp(`^${addresses.page}/invite/([\\w-]+)\n$`).exec(invited.stdout) ?? [];
    await apiOf(addresses).call("acceptInvitation", {
      path: { secret },
      body: { signInName: "seller", password, name: "Seller", language: "en" },
    });

    const played = await node("cli/demo.ts", ["--url", addresses.page, "--out", out], {
      env: { LABELLOOP_DEMO_NAME: "seller", LABELLOOP_DEMO_PASSWORD: password },
    });
    expect({ status: played.status, stderr: played.stderr }).toEqual({ status: 0, stderr: "" });
    expect(played.stdout).toMatch(
      /items +40 {3}20 of them asked for again\n +agreed +36\n +pest +12 {3}category 1\n +not-a-pest +16 {3}category 2\n +rotten-leaf-eater +8 {3}category 3\n +contested +0\n/,
    );
    const [project = ""] = readdirSync(out);
    expect(readdirSync(join(out, project))).toEqual(
      expect.arrayContaining(["README.md", "ontology.json", "crosswalk.json", "soft_labels.jsonl", "instances.json"]),
    );
  });

  it("gives an operator a first password that is to be changed", async () => {
    const { addresses, folder } = server;
    const made = await node("cli/labelloop.ts", ["operator", "create", "budhni", "--folder", folder]);
    const [, first = ""] = /shown only here: (\S+)\n/.exec(made.stdout) ?? [];
    const invited = await node("cli/labelloop.ts", ["vendor", "invite", "--as", "budhni", "--url", addresses.page], {
      input: `${first}\n`,
    });
    expect(invited.stderr).toBe(
      `labelloop: budhni has a first password only: sign in at ${addresses.page} and choose one\n`,
    );
  });

  it("is told why the demonstration cannot run", async () => {
    const played = await node("cli/demo.ts", ["--url", server.addresses.page, "--out", out]);
    expect([played.status, played.stderr.trim()]).toEqual([
      1,
      "demo: vendor cannot sign in: Incorrect username or password.",
    ]);
  });
});
