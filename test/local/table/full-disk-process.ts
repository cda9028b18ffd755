import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { openLevelStorage } from "../../../local/table/level-storage.ts";

/**
 * Writes until files may grow no more, goes on when they may again, says which keys were acknowledged, and dies as a
 * power cut ends it. The limit stands for a full disk: the system refuses the same writes, half of a record among them.
 */
const [folder = "", limitBytes = ""] = process.argv.slice(2);
const limitFiles = (to: string): void =>
  void execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${to}:unlimited`]);

const storage = await openLevelStorage(folder);
const acknowledged: string[] = [];
let count = 0;
const write = async (): Promise<boolean> => {
  const key = `key ${count++}`;
  try {
    await storage.commit([{ type: "put", key, value: "x".repeat(900) }]);
  } catch {
    return false;
  }
  acknowledged.push(key);
  return true;
};
const writes = async (times: number): Promise<number> => {
  let refused = 0;
  for (let n = 0; n < times; n++) if (!(await write())) refused += 1;
  return refused;
};

await writes(100);
limitFiles(limitBytes);
const refused = await writes(300);
const readable = (await storage.get(acknowledged[0] ?? "")) !== undefined;
limitFiles("unlimited");
while (!(await write())) await pause(20);
const refusedAfter = await writes(100);
process.send?.({ acknowledged, refused, readable, refusedAfter }, () => process.kill(process.pid, "SIGKILL"));
