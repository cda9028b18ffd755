import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openLevelStorage } from "../../../local/table/level-storage.ts";

interface Told {
  readonly acknowledged: readonly string[];
  readonly refused: number;
  readonly readable: boolean;
  readonly refusedAfter: number;
}

it.runIf(process.platform === "linux")(
  "a table whose disk was full for a while refuses writes, reads on, and loses nothing that it acknowledged before or after",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "table-full-"));
    try {
      const child = fork(join(import.meta.dirname, "full-disk-process.ts"), [folder, "200000"]);
      const gone = once(child, "exit");
      const [told] = (await once(child, "message")) as [Told];
      await gone;
      expect(told.refused).toBeGreaterThan(100);
      expect(told.readable).toBe(true);
      expect(told.refusedAfter).toBe(0);
      const storage = await openLevelStorage(folder);
      const lost: string[] = [];
      for (const key of told.acknowledged) if ((await storage.get(key)) === undefined) lost.push(key);
      await storage.close();
      expect(lost).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
