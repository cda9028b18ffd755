import type { Rule, Source } from "./sources.ts";

/** What lies at the top: a stranger reads this list first. A new entry is put here on purpose. */
export const TOP_LEVEL = [
  ".ci",
  ".gitignore",
  ".npmrc",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "bench",
  "biome.json",
  "cdk.json",
  "cli",
  "core",
  "docs",
  "infra",
  "lambdas",
  "local",
  "package-lock.json",
  "package.json",
  "test",
  "tsconfig.json",
  "web",
] as const;

export const strangersAtTop = (sources: readonly Source[]): readonly string[] =>
  [...new Set(sources.map(({ path }) => path.split("/")[0] ?? ""))].filter(
    (name) => !TOP_LEVEL.some((known) => known === name),
  );

/** Paths that are true on one machine only. */
const MACHINE_PATH = /(?:^|[\s"'`(=])(?:\/(?:work|root)\/\w|\/home\/[a-z]\w*\/|\/Users\/\w+\/|[A-Z]:\\Users\\)/m;

export const machineRule: Rule = {
  name: "no path of a machine",
  findings: ({ path, text }) => {
    if (path === "test/tidy.test.ts" || path.startsWith("test/tidy/")) return [];
    const hit = MACHINE_PATH.exec(text);
    return hit ? [`${hit[0].trim()}: make it relative to the repository, or a temporary folder`] : [];
  },
};

/** Where a package comes from is the installing machine's business; what it is, its checksum says. */
export const lockRule: Rule = {
  name: "the lock file names no registry",
  findings: ({ path, text }) =>
    path === "package-lock.json" && /"resolved": "https?:/.test(text)
      ? ["it names a registry: install with omit-lockfile-registry-resolved, as .npmrc says"]
      : [],
};
