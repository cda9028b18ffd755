import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle, type Metafile } from "esbuild";
import { openApiDocument } from "../lambdas/openapi.ts";
import { type Bundled, bundledIn, bundledOf, inOneLine } from "./bundled.ts";
import { fingerprint } from "./fingerprint.ts";
import { fileOf, functionNames } from "./functions.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export const LAMBDA_ROOT = join(root, "dist/lambdas");
export const WEB_ROOT = join(root, "dist/web");

export interface Built {
  /** Whether each part had to be made anew. */
  readonly lambdas: boolean;
  readonly web: boolean;
}

/**
 * Makes what is deployed: dist/lambdas/<file>.mjs, one module a function, and dist/web. Parts whose inputs have not
 * changed since are left alone. The same inputs give the same bytes.
 */
export const build = async (parts: readonly ("lambdas" | "web")[] = ["lambdas", "web"]): Promise<Built> => {
  const [lambdas, web] = await Promise.all([
    parts.includes("lambdas") && whenStale(LAMBDA_ROOT, ["core", "lambdas", "infra/build.ts"], buildHandlers),
    parts.includes("web") && whenStale(WEB_ROOT, ["core", "lambdas", "web", "infra/build.ts"], buildPage),
  ]);
  return { lambdas, web };
};

/** Beside a part: what is in it, packages by their bytes. */
const contentsFile = (target: string): string => `${target}.contents.json`;

/** Makes `target` under another name first and then swaps, so that nobody ever reads a half-made one. */
const whenStale = async (
  target: string,
  inputs: readonly string[],
  make: (outdir: string) => Promise<Bundled>,
): Promise<boolean> => {
  const print = await fingerprint([...inputs, "package-lock.json"]);
  const stamp = `${target}.sha256`;
  if (existsSync(target) && (await readFile(stamp, "utf8").catch(() => "")) === print) return false;
  const fresh = `${target}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  const bundled = await make(fresh);
  await rm(target, { recursive: true, force: true });
  try {
    await rename(fresh, target);
  } catch (error) {
    // Another process built the same meanwhile, and was quicker.
    if (!(error instanceof Error && "code" in error && error.code === "ENOTEMPTY")) throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  await writeFile(contentsFile(target), `${JSON.stringify(bundled, null, 1)}\n`);
  await writeFile(stamp, print);
  return true;
};

/**
 * One module for each handler, and chunks for what several of them import: all in one folder that every function
 * carries, of which it loads its own part. A whole bundle for each of the 47 would be the same SDK 47 times over:
 * 8 s and 113 MB on two cores, against 1 s and 4 MB for this.
 */
export const bundleHandlers = async (outdir: string): Promise<LoadedBytes> => loadedBytes(await bundleInto(outdir));

const buildHandlers = async (outdir: string): Promise<Bundled> => bundledIn(await bundleInto(outdir));

const bundleInto = async (outdir: string): Promise<Metafile> => {
  const files = functionNames.map(fileOf);
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: files.map((file) => ({ in: `lambdas/${file}.ts`, out: file })),
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    // Maps lie beside the code for whoever reads a stack trace; without the sources, which are in the repository.
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    // Dependencies in CommonJS call require, which a module does not have.
    banner: { js: 'import{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);' },
    metafile: true,
    logLevel: "warning",
  });
  return metafile;
};

/** Bytes that a cold start of each function reads: its module and every chunk that it imports, directly or not. */
export type LoadedBytes = Readonly<Record<string, number>>;

const loadedBytes = ({ outputs }: Metafile): LoadedBytes => {
  const reach = (path: string, seen: Set<string>): Set<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const { path: imported, external } of outputs[path]?.imports ?? []) if (!external) reach(imported, seen);
    return seen;
  };
  const modules = Object.keys(outputs).filter((path) => path.endsWith(".mjs") && !path.includes("/chunks/"));
  return Object.fromEntries(
    modules.map((path) => {
      const bytes = [...reach(path, new Set())].reduce((sum, one) => sum + (outputs[one]?.bytes ?? 0), 0);
      return [basename(path, ".mjs"), bytes];
    }),
  );
};

/** The page, and beside it the description of the API. */
const buildPage = async (outdir: string): Promise<Bundled> => {
  const vite = await import("vite");
  const made = await vite.build({
    configFile: join(root, "web/vite.config.ts"),
    build: { outDir: outdir, emptyOutDir: true },
    logLevel: "warn",
  });
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  await writeFile(join(outdir, "openapi.json"), `${JSON.stringify(openApiDocument(String(version)), null, 1)}\n`);
  const outputs = [made].flat().flatMap((one) => ("output" in one ? one.output : []));
  return bundledOf(outputs.filter((one) => one.type === "chunk"));
};

if (import.meta.main) {
  const started = performance.now();
  const parts = (["lambdas", "web"] as const).filter((part) => process.argv.length < 3 || process.argv.includes(part));
  const { lambdas, web } = await build(parts);
  const made = [lambdas ? "dist/lambdas" : "", web ? "dist/web" : ""].filter(Boolean).join(" and ");
  console.log(
    `${made || "nothing to do:"} ${made ? "built" : "all is fresh"}, ${Math.round(performance.now() - started)} ms`,
  );
  for (const part of parts) {
    const contents = await readFile(contentsFile(part === "web" ? WEB_ROOT : LAMBDA_ROOT), "utf8").catch(() => "");
    if (contents !== "") console.log(`dist/${part}: ${inOneLine(JSON.parse(contents))}`);
  }
}
