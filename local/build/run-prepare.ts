import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../access/sigv4-canonical.ts";
import { inputsPrint, isPrepared } from "./inputs-print.ts";

/** What was prepared here, under the name of its inputs: for the next folder that is begun. */
const KEPT = join(import.meta.dirname, "../../dist/prepared");

/**
 * Prepares `target`, unless it was prepared of the same inputs before: a restart then takes a quarter of the time. A new
 * folder is given a copy of what another was, if nothing changed since. Throws with what prepare.ts said if it fails.
 */
export const runPrepare = async (target: string): Promise<void> => {
  const print = await inputsPrint();
  if (await isPrepared(target, print)) return;
  const name = sha256Hex(print).slice(0, 16);
  const kept = join(KEPT, name);
  if ((await isPrepared(kept, print)) && (await copyWhole(kept, target, print))) return;
  await prepareInOwnProcess(target);
  if (await isPrepared(kept, print)) return;
  await mkdir(KEPT, { recursive: true });
  for (const other of await readdir(KEPT))
    if (!other.startsWith(name)) await rm(join(KEPT, other), { recursive: true, force: true });
  await copyWhole(target, kept, print);
};

/**
 * Makes `to` a copy of `from` in one step. What is kept is never written again and goes only when inputs change: then
 * the copy is of others than `print` names, or broken off, and false is said. Another start may have made `to` first.
 */
const copyWhole = async (from: string, to: string, print: string): Promise<boolean> => {
  const fresh = await mkdtemp(`${to}.`);
  try {
    await cp(from, fresh, { recursive: true });
    if (!(await isPrepared(fresh, print)) || (await isPrepared(to, print))) return isPrepared(to, print);
    await rm(to, { recursive: true, force: true });
    await rename(fresh, to);
    return true;
  } catch (error) {
    if (isRaced(error)) return isPrepared(to, print);
    throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
};

const RACED: readonly unknown[] = ["ENOENT", "ENOTEMPTY", "EEXIST"];
const isRaced = (error: unknown): boolean => error instanceof Error && "code" in error && RACED.includes(error.code);

/** Takes CDK's memory along when it ends. */
const prepareInOwnProcess = async (target: string): Promise<void> => {
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
