import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { accountsInFolder, createAccount } from "../../cli/accounts.ts";
import { runCommand } from "../../cli/labelloop.ts";
import type { RunningCloud } from "../../local/cloud.ts";
import { startLabelloop } from "../../local/main.ts";
import { parseOptions } from "../../local/options.ts";
import { type Api, apiOf, eventually, signIn, upload } from "../support/api.ts";
import { aLabel, aProjectBody } from "../support/project-body.ts";
import type { Addresses } from "../support/server.ts";

/** Stands in what is hers, and nowhere else. */
const MARK = "quillobrax";
const PASSWORD = "a long way home";
const TEXTS = 4;
const QUICK = { cost: 16, blockSize: 8, parallel: 1 };

describe("a server that was lost", () => {
  const scratch = mkdtempSync(join(tmpdir(), "labelloop-restore-"));
  const folder = join(scratch, "served");
  const copy = join(scratch, "copy");
  let said = "";
  let running: AsyncDisposableStack | undefined;
  let cloud: RunningCloud;
  let addresses: Addresses;

  const start = async (): Promise<void> => {
    const options = parseOptions(["--port", "0", "--folder", folder, "--no-demo"]);
    if (options === "help") throw new Error("a server was wanted, not help");
    running = new AsyncDisposableStack();
    ({ cloud } = await startLabelloop(options, running, { passwordCost: QUICK }));
    addresses = { ...cloud.addresses, folder, operatorKeysFile: cloud.operatorKeysFile, demo: [] };
  };
  const stop = async (): Promise<void> => {
    await running?.disposeAsync();
    running = undefined;
  };
  const command = async (...args: string[]): Promise<number> => {
    said = "";
    return runCommand(args);
  };
  const newcomer = async (vendor: Api, projectId: string, name: string): Promise<Api> => {
    const { secret } = await vendor.call("invite", { path: { projectId }, body: { roles: ["annotator"] } });
    const body = { signInName: name, password: PASSWORD, name, language: "hi" as const };
    await apiOf(addresses).call("acceptInvitation", { path: { secret }, body });
    return signIn(addresses, name, PASSWORD);
  };
  /** Files of the folder in whose bytes she is named. */
  const namedInBytes = (): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(MARK));

  beforeAll(() => {
    for (const way of ["log", "error"] as const)
      vi.spyOn(console, way).mockImplementation((text: unknown) => {
        said += `${String(text)}\n`;
      });
  });
  afterAll(async () => {
    await stop();
    vi.restoreAllMocks();
    rmSync(scratch, { recursive: true, force: true });
  });

  it("comes back from its backup with all that was in it: who was erased since is erased again, and what was answered since is sent again", async () => {
    await start();
    await createAccount(await accountsInFolder(folder), {
      signInName: "vera",
      group: "vendor",
      password: PASSWORD,
      isOwn: true,
    });
    const vendor = await signIn(addresses, "vera", PASSWORD);
    const { projectId } = await vendor.call("createProject", {
      body: aProjectBody({
        media: "text",
        overlap: { min: 2, max: 2 },
        ontology: { tools: ["class"], labels: [aLabel("pest"), aLabel("no_pest", "#009e73")] },
      }),
    });
    const path = { projectId };
    const lines = Array.from({ length: TEXTS }, (_, at) => JSON.stringify({ source: `text ${at}` })).join("\n");
    await upload(vendor, projectId, "texts.jsonl", Buffer.from(lines), "application/jsonl");
    await vendor.call("changeProjectState", { path, body: { to: "open" } });
    const nehma = await newcomer(vendor, projectId, `${MARK}.nehma`);
    const asha = await newcomer(vendor, projectId, "asha");

    const packetOf = (api: Api) =>
      eventually("every text", async () => {
        const given = await api.call("assign", { path, body: {} });
        if (given.state !== "assigned") return undefined;
        if (given.assignment.items.length === TEXTS) return given.assignment;
        await api.call("release", { path: { ...path, assignmentId: given.assignment.assignmentId } });
        return undefined;
      });
    const answersOf = (items: readonly { readonly itemId: string }[]) =>
      items.map(({ itemId }) => ({
        itemId,
        submissionId: crypto.randomUUID(),
        answer: { kind: "labelled" as const, value: { classes: ["pest"] } },
      }));
    const hers = await packetOf(nehma);
    const herAnswers = answersOf(hers.items);
    await nehma.call("submit", { path, body: { assignmentId: hers.assignmentId, answers: herAnswers } });
    const threadId = "01J00000000000000000000000";
    await nehma.call("openThread", {
      path,
      body: { threadId, anchor: { kind: "instructions" }, text: `says ${MARK}`, language: "hi" },
    });
    const ashas = await packetOf(asha);
    const [before, after] = [answersOf(ashas.items.slice(0, 2)), answersOf(ashas.items.slice(2))];
    const hand = (answers: typeof before, api: Api = asha) =>
      api.call("submit", { path, body: { assignmentId: ashas.assignmentId, answers } });
    await hand(before);

    expect(await command("backup", "--folder", folder, "--out", copy)).toBe(1);
    expect(said).toMatch(/in use by process \d+, which serves .*: stop it first/);
    await stop();
    expect(await command("backup", "--folder", folder, "--out", copy)).toBe(0);
    expect(said).toMatch(/copy: \d+ files/);

    await start();
    expect(namedInBytes().length).toBeGreaterThan(0);
    const again = await signIn(addresses, "asha", PASSWORD);
    expect((await hand(after, again)).results.map(({ state }) => state)).toEqual(["stored", "stored"]);
    expect(await command("person", "erase", `${MARK}.nehma`, "--folder", folder, "--yes")).toBe(0);
    expect(said).toMatch(/1 words\n/);
    await expect(signIn(addresses, `${MARK}.nehma`, PASSWORD)).rejects.toThrow();
    await stop();

    // What is built of the sources is kept for the time that it takes, and is in no backup.
    renameSync(join(folder, "assembly"), join(scratch, "assembly"));
    rmSync(folder, { recursive: true });
    expect(await command("restore", "--from", copy, "--folder", folder)).toBe(0);
    expect(said).toContain("names 1 who were erased");
    expect(readdirSync(folder)).not.toContain("assembly");
    renameSync(join(scratch, "assembly"), join(folder, "assembly"));
    said = "";
    await start();
    expect(said).toContain("1 erased again");
    expect(await command("person", "erase", `${MARK}.nehma`, "--folder", folder, "--yes")).toBe(1);
    expect(said).toContain("nobody signs in as");

    const back = await signIn(addresses, "asha", PASSWORD);
    const boss = await signIn(addresses, "vera", PASSWORD);
    const { items } = await boss.call("listItems", { path, query: {} });
    const states = new Map<string, string>(items.map(({ itemId, state }) => [itemId, state]));
    expect(before.map(({ itemId }) => states.get(itemId))).toEqual(["agreed", "agreed"]);
    expect(after.map(({ itemId }) => states.get(itemId))).toEqual(["open", "open"]);
    // Her page sends what it kept: the server has forgotten that it had acknowledged it.
    expect((await hand(after, back)).results.map(({ state }) => state)).toEqual(["stored", "stored"]);
    expect((await hand(before, back)).results.map(({ state }) => state)).toEqual(["stored", "stored"]);
    const { items: now } = await boss.call("listItems", { path, query: {} });
    expect(now.map(({ state }) => state)).toEqual(Array(TEXTS).fill("agreed"));
    const { threads } = await boss.call("listThreads", { path, query: {} });
    expect(threads[0]?.words.map(({ text, hidden }) => [text, hidden?.by])).toEqual([[undefined, "author"]]);

    const scrub = [...cloud.made.functions.values()].find(({ run }) => run.name === "Scrub");
    expect(await scrub?.run.invoke({})).toMatchObject({ answer: JSON.stringify({ repaired: 0, unfinished: 0 }) });
    await stop();
    expect(namedInBytes()).toEqual([]);
  });

  it("is not made of a copy in which a byte is another", async () => {
    const [file] = readdirSync(join(copy, "files", "bucket"), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    const path = join(file!.parentPath, file!.name);
    const bytes = readFileSync(path);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const other = join(scratch, "other");
    expect(await command("restore", "--from", copy, "--folder", other)).toBe(1);
    expect(said).toMatch(/is not what was backed up: its checksum is another/);
    expect(readdirSync(scratch)).not.toContain("other");
  });

  it("is never written over", async () => {
    expect(await command("restore", "--from", copy, "--folder", folder)).toBe(1);
    expect(said).toMatch(/served is not empty: move it away first/);
    expect(await command("backup", "--folder", folder, "--out", copy)).toBe(1);
    expect(said).toMatch(/copy is there already/);
  });
});
