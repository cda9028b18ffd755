import { dirname, join } from "node:path/posix";
import { folderOf, isCode, type Rule, type Source, withoutComments } from "./sources.ts";

interface Layer {
  /** Folders, of the top or below, whose code it may run. */
  readonly uses: readonly string[];
  /** Folders of which it may know the types. */
  readonly knows?: readonly string[];
  /** Packages and `node:` modules; "dependencies" are what package.json installs for everybody. */
  readonly packages: "none" | "dependencies" | "any";
  readonly node: boolean;
}

/** Packages that only compute, with no package under them: the few that core may have. */
const PURE = ["clipper2-ts"];

/** core ← lambdas ← infra ← local; the page and the command know core, and of lambdas the types. */
const LAYERS: Readonly<Record<string, Layer>> = {
  core: { uses: ["core"], packages: "none", node: false },
  lambdas: { uses: ["lambdas", "core"], packages: "dependencies", node: true },
  infra: { uses: ["infra", "lambdas", "core"], packages: "dependencies", node: true },
  local: { uses: ["local", "infra", "lambdas", "core"], knows: ["cli"], packages: "dependencies", node: true },
  web: { uses: ["web", "core"], knows: ["lambdas"], packages: "dependencies", node: false },
  // An owner's commands are loaded when they are asked for.
  cli: { uses: ["cli", "local/operate", "core"], knows: ["lambdas"], packages: "dependencies", node: true },
};

/**
 * Of lambdas, these alone talk to AWS. A handler that is itself one call of a service is named; others go through a
 * store, or through the step that makes the call for them.
 */
const TALKS_TO_AWS =
  /^lambdas\/(deps|media-url|sign-in-accounts|issue-reset|reset-password|change-project-state|(start|complete|abort)-upload|sign-upload-parts|voice-notes)\.ts$|^lambdas\/(store|ingest|export|relabel|steps)\//;
/** Configuration of tools is read by the tool on the maker's machine. */
const TOOL_CONFIG = /(^|\/)(vite|vitest)\.config\.ts$/;

export interface Import {
  /** A path from the root for our own files, else the specifier. */
  readonly target: string;
  readonly own: boolean;
  readonly typesOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?([^;"']*?)\s*from\s+["']([^"']+)["']/gm;
const BARE = /^import\s+["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/g;

export const importsOf = ({ path, text }: Source): readonly Import[] => {
  const code = withoutComments(text);
  const asImport = (specifier: string, typesOnly: boolean): Import => {
    const own = specifier.startsWith(".");
    return { own, typesOnly, target: own ? join(dirname(path), specifier.replace(/\?.*$/, "")) : specifier };
  };
  return [
    ...[...code.matchAll(STATEMENT)].map(([, type, names = "", from = ""]) =>
      asImport(from, type !== undefined || onlyTypes(names)),
    ),
    ...[...code.matchAll(BARE)].map(([, from = ""]) => asImport(from, false)),
    ...[...code.matchAll(DYNAMIC)].map(([, from = ""]) => asImport(from, false)),
  ];
};

const onlyTypes = (names: string): boolean => {
  const inBraces = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  const each = inBraces
    ?.split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return each !== undefined && each.length > 0 && each.every((name) => name.startsWith("type "));
};

const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** `dependencies`: names that package.json installs for everybody. */
export const layerRule = (dependencies: readonly string[]): Rule => ({
  name: "imports point one way",
  findings: (source) => {
    const layer = LAYERS[folderOf(source.path)];
    if (!layer || !isCode(source) || TOOL_CONFIG.test(source.path)) return [];
    return importsOf(source).flatMap((one) => {
      const wrong = one.own ? ownFinding(layer, one) : packageFinding(layer, one.target, dependencies);
      return wrong ? [`imports ${one.target}: ${wrong}`] : [];
    });
  },
});

const ownFinding = ({ uses, knows = [] }: Layer, { target, typesOnly }: Import): string | undefined => {
  const folder = folderOf(target);
  if (
    uses.some((one) => target.startsWith(`${one}/`)) ||
    (typesOnly && knows.includes(folder)) ||
    !target.includes("/")
  )
    return undefined;
  return knows.includes(folder) ? "import its types only" : `only ${uses.join(", ")} may be used here`;
};

const packageFinding = (
  { packages, node }: Layer,
  specifier: string,
  dependencies: readonly string[],
): string | undefined => {
  if (specifier.startsWith("node:")) return node ? undefined : "this runs in browsers too: do without node";
  if (packages === "none" && PURE.includes(specifier)) return undefined;
  if (packages === "none") return "core imports nothing but core: hand it in";
  if (packages === "any" || dependencies.includes(packageOf(specifier))) return undefined;
  return "it is not among the dependencies of package.json";
};

export const awsRule: Rule = {
  name: "few files talk to AWS",
  findings: (source) => {
    if (!["lambdas", "core", "web"].includes(folderOf(source.path)) || TALKS_TO_AWS.test(source.path)) return [];
    return importsOf(source)
      .filter(({ target, typesOnly }) => /^@(aws-sdk|smithy)\//.test(target) && !typesOnly)
      .map(({ target }) => `imports ${target}: let a store in lambdas/store make the call`);
  },
};

/** Files that import each other in a ring, types aside; each ring once, from its first file. */
export const ringsAmong = (sources: readonly Source[]): readonly string[] => {
  const next = new Map(
    sources
      .filter(isCode)
      .map((source) => [
        source.path,
        importsOf(source).flatMap(({ own, typesOnly, target }) => (own && !typesOnly ? [target] : [])),
      ]),
  );
  const rings = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      const ring = trail.slice(at);
      const first = ring.indexOf([...ring].sort()[0] ?? "");
      rings.add([...ring.slice(first), ...ring.slice(0, first)].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of [...next.keys()].sort()) visit(path, []);
  return [...rings];
};

/**
 * Files that some files come to use, themselves among them, whatever lies between; types aside. `leaves` are counted
 * and not entered.
 */
export const reachedFrom = (
  sources: readonly Source[],
  isStart: (path: string) => boolean,
  leaves: RegExp,
): ReadonlySet<string> => {
  const byPath = new Map(sources.filter(isCode).map((source) => [source.path, source]));
  const reached = new Set<string>();
  const waiting = [...byPath.keys()].filter(isStart);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const source = leaves.test(path) ? undefined : byPath.get(path);
    for (const { own, typesOnly, target } of source ? importsOf(source) : [])
      if (own && !typesOnly) waiting.push(target);
  }
  return reached;
};
