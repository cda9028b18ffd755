import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { root } from "../tidy/sources.ts";

const versions = z.record(z.string(), z.string());

const lockedPackage = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  inBundle: z.boolean().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: versions.optional(),
  devDependencies: versions.optional(),
  optionalDependencies: versions.optional(),
});

/** As package-lock.json has it; `path` is from the root, `node_modules/a/node_modules/b`. */
export type LockedPackage = z.output<typeof lockedPackage> & { readonly path: string; readonly name: string };

const manifest = z.object({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  allowScripts: z.record(z.string(), z.boolean()),
});

const jsonAt = (name: string): unknown => JSON.parse(readFileSync(join(root, name), "utf8"));

export const ownManifest = () => manifest.parse(jsonAt("package.json"));

const lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), lockedPackage) });

/** The root's own entry, and every package under it. */
export const readLock = () => {
  const { "": top, ...others } = lock.parse(jsonAt("package-lock.json")).packages;
  if (!top) throw new Error("the lock file has no root");
  const packages = Object.entries(others).map(
    ([path, one]): LockedPackage => ({ ...one, path, name: path.split("node_modules/").at(-1) ?? path }),
  );
  return { top, packages };
};

/** Old packages say it as an object. */
const licence = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]);

const installedManifest = z.object({
  version: z.string(),
  license: licence.optional(),
  scripts: z.record(z.string(), z.string()).optional(),
});

/** What lies in node_modules under a path of the lock file; `undefined` for what another platform would have. */
export const installedAt = (path: string): z.output<typeof installedManifest> | undefined => {
  try {
    return installedManifest.parse(jsonAt(join(path, "package.json")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};
