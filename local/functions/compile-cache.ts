import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../access/sigv4-canonical.ts";

/** Where compiled code of these assets is kept. What was compiled of earlier ones is removed: nobody will ask for it. */
export const compileCacheFor = (folder: string, assets: readonly string[]): string => {
  mkdirSync(folder, { recursive: true });
  const current = sha256Hex([...new Set(assets)].sort().join("\n")).slice(0, 16);
  for (const name of readdirSync(folder)) if (name !== current) rmSync(join(folder, name), { recursive: true });
  return join(folder, current);
};
