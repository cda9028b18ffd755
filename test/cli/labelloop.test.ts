import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadCommands, runCommand } from "../../cli/labelloop.ts";

const scratch = mkdtempSync(join(tmpdir(), "labelloop-cli-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let said: string;
let complained: string;
beforeEach(() => {
  said = "";
  complained = "";
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    said += `${text}\n`;
  });
  vi.spyOn(console, "error").mockImplementation((text: string) => {
    complained += `${text}\n`;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => vi.restoreAllMocks());

describe("labelloop", () => {
  it("tells how it is used, every command with what it is for", async () => {
    expect(await runCommand(["--help"])).toBe(0);
    for (const { usage, summary } of await loadCommands()) {
      expect(said).toContain(usage);
      expect(said).toContain(summary);
    }
  });

  it("says what it does not know, and that it failed", async () => {
    expect(await runCommand(["fly", "away"])).toBe(1);
    expect(complained).toBe("labelloop: there is no command fly away: see --help\n");
  });

  it("says what to do when no server runs in the folder", async () => {
    expect(await runCommand(["operator", "create", "asha", "--folder", scratch])).toBe(1);
    expect(complained).toMatch(/start the server first \(npm start\)/);
  });

  it("refuses a name that nobody could sign in with before it asks for anything", async () => {
    expect(await runCommand(["operator", "create", "Asha Kujur", "--folder", scratch])).toBe(1);
    expect(complained).toMatch(/Asha Kujur cannot be a name/);
  });

  it("says when nobody answers at an address", async () => {
    expect(await runCommand(["vendor", "invite"])).toBe(1);
    expect(complained).toMatch(/--as OPERATOR/);
  });

  it("draws insects that any program can open, and what is really there", async () => {
    const out = join(scratch, "insects");
    expect(await runCommand(["draw-insects", "--out", out, "--count", "2", "--orientation", "6"])).toBe(0);
    expect(readdirSync(out).sort()).toEqual(["forest-01-caterpillar.jpg", "forest-02-ladybird.jpg", "truth.json"]);
    const truth = JSON.parse(readFileSync(join(out, "truth.json"), "utf8"));
    const { width, height, orientation } = await sharp(join(out, "forest-01-caterpillar.jpg")).metadata();
    expect([width, height, orientation]).toEqual([truth[0].height, truth[0].width, 6]);
    expect(truth[0].insects[0]).toMatchObject({ kind: "caterpillar", pest: true });
  });

  it.each([
    [["--count", "many"], /--count many/],
    [["--orientation", "9"], /--orientation 9: expected 0 to 8/],
  ])("names the option that it cannot use: %j", async (options, complaint) => {
    expect(await runCommand(["draw-insects", "--out", scratch, ...options])).toBe(1);
    expect(complained).toMatch(complaint);
  });
});
