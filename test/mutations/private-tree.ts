import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { root } from "../tidy/sources.ts";
import { editsByFile, type Mutation, patched } from "./mutation.ts";

/** Made by a build or a run, or of others. */
const LEFT_OUT = new Set(["node_modules", "dist", "cdk.out", "out", ".git", ".labelloop", "coverage"]);

/** A copy of the sources that nobody else sees, with the packages of the tree that it was made from. */
export interface PrivateTree {
  readonly folder: string;
  /** Whether these can all be in at once: they touch no text in common. */
  applies(mutations: readonly Mutation[]): boolean;
  /** Patches it, runs, and takes the patches back; throws when one no longer applies. */
  with<Out>(mutations: readonly Mutation[], run: () => Promise<Out>): Promise<Out>;
  remove(): Promise<void>;
}

class NoLongerApplies extends Error {}

export const privateTree = async (): Promise<PrivateTree> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-mutations-"));
  await cp(root, folder, { recursive: true, filter: (path) => path === root || !LEFT_OUT.has(basename(path)) });
  await linkPackages(folder);

  /** Texts before and after, by path. */
  const changedBy = (mutations: readonly Mutation[]): ReadonlyMap<string, readonly [before: string, after: string]> => {
    const texts = new Map<string, readonly [before: string, after: string]>();
    for (const mutation of mutations) {
      for (const [file, edits] of editsByFile(mutation)) {
        const path = join(folder, file);
        const original = readFileSync(path, "utf8");
        const [before, now] = texts.get(path) ?? [original, original];
        const change = patched(now, edits);
        if (change.state === "no-longer-applies") throw new NoLongerApplies(`${mutation.name}: ${change.why}`);
        texts.set(path, [before, change.text]);
      }
    }
    return texts;
  };

  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    applies(mutations) {
      try {
        changedBy(mutations);
        return true;
      } catch (error) {
        if (error instanceof NoLongerApplies) return false;
        throw error;
      }
    },
    async with(mutations, run) {
      const texts = changedBy(mutations);
      try {
        for (const [path, [, after]] of texts) await writeFile(path, after);
        return await run();
      } finally {
        for (const [path, [before]] of texts) await writeFile(path, before);
      }
    },
  };
};

/** A folder of links, not a link to the folder: what test runners keep beside the packages stays in the copy. */
const linkPackages = async (folder: string): Promise<void> => {
  const packages = join(root, "node_modules");
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(packages)) {
    if (name === ".vite" || name === ".cache") continue;
    await symlink(join(packages, name), join(folder, "node_modules", name));
  }
};
