import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { isPrepared } from "./inputs-print.ts";

/**
 * Runs prepare.ts in a process of its own, unless `target` was prepared of the same inputs before: a restart then takes
 * a quarter of the time. Throws with what it said if it fails.
 */
export const runPrepare = async (target: string): Promise<void> => {
  if (await isPrepared(target)) return;
  const child = spawn(process.execPath, [join(import.meta.dirname, "prepare.ts"), target], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", CDK_OUTDIR: "" },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const stop = (): void => void child.kill();
  process.once("exit", stop);
  const [code] = await once(child, "close");
  process.off("exit", stop);
  if (code !== 0) throw new Error(`the build failed:\n${said.join("")}`);
};
