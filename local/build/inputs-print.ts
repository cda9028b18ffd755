import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint } from "../../infra/fingerprint.ts";

/** In a prepared folder: of what it was made. It comes with the folder's own name, so it speaks of a whole one. */
export const PRINT_FILE = "inputs.sha256";

/** Everything that the assembly and the page are made of. */
const INPUTS = ["core", "lambdas", "web", "infra", "local/build", "cdk.json", "package.json", "package-lock.json"];

/** SHA-256 over all that is built and synthesized, and the Node that does it. */
export const inputsPrint = async (): Promise<string> => `${await fingerprint(INPUTS)} ${process.version}`;

/** Whether a folder was prepared of exactly these inputs: then a start need not build or synthesize. */
export const isPrepared = async (target: string, print: string): Promise<boolean> =>
  (await readFile(join(target, PRINT_FILE), "utf8").catch(() => undefined)) === print;
