import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { runCommand } from "../../cli/labelloop.ts";

export interface CommandRun {
  readonly status: number;
  readonly said: string;
  readonly complained: string;
}

/** A folder of real files, and the command run on them in this process. */
export const commandLine = () => {
  const folder = mkdtempSync(join(tmpdir(), "labelloop-command-"));
  const at = (name: string): string => join(folder, name);
  return {
    at,
    write: (name: string, text: string | Uint8Array): string => {
      writeFileSync(at(name), text);
      return at(name);
    },
    read: (name: string): string => readFileSync(at(name), "utf8"),
    /** Everything that lies there, a leftover of a failed run too. */
    names: (): readonly string[] => readdirSync(folder).sort(),
    run: async (...args: readonly string[]): Promise<CommandRun> => {
      const said: string[] = [];
      const complained: string[] = [];
      const spies = [
        vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(`${text}\n`)),
        vi.spyOn(console, "error").mockImplementation((text: string) => void complained.push(`${text}\n`)),
      ];
      try {
        const status = await runCommand(args);
        return { status, said: said.join(""), complained: complained.join("") };
      } finally {
        for (const spy of spies) spy.mockRestore();
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
