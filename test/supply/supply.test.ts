import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { packageOf } from "../../infra/bundled.ts";
import { importsOf } from "../tidy/imports.ts";
import { isCode, root, sourcesUnderRoot } from "../tidy/sources.ts";
import { arguedDependencies } from "./dependencies-page.ts";
import { holds, isAllowed, mayBeDeployed } from "./licence.ts";
import { installedAt, type LockedPackage, ownManifest, readLock } from "./lock-file.ts";

const { top, packages } = readLock();
const own = ownManifest();
const direct = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
const named = ({ path, version }: LockedPackage): string => `${path} ${version}`;

/** Not the configuration of the tool that makes the page, and what that tool is given. */
const DEPLOYED = /^(core|lambdas|web)\/(?!vite\.config|kept-files-list)/;

describe("what the project is made of", () => {
  it("is pinned: one exact version each, the same in the lock file", () => {
    const loose = Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
    const { dependencies, devDependencies, optionalDependencies } = top;
    expect({ dependencies, devDependencies, optionalDependencies }).toEqual({
      dependencies: own.dependencies,
      devDependencies: own.devDependencies,
      optionalDependencies: own.optionalDependencies,
    });
    for (const [name, version] of Object.entries(direct))
      expect(packages.find(({ path }) => path === `node_modules/${name}`)?.version, name).toBe(version);
  });

  it("is known by its checksum and not by where it lies: no addresses, no links, SHA-512 for each archive", () => {
    expect(packages.filter(({ resolved, link }) => resolved !== undefined || link).map(named)).toEqual([]);
    // What came inside another package's archive is covered by that one's checksum.
    const archives = packages.filter(({ inBundle }) => !inBundle);
    expect(archives.filter(({ integrity = "" }) => !/^sha512-[\w+/]{86}==$/.test(integrity)).map(named)).toEqual([]);
    const carriers = packages.filter(({ inBundle }) => inBundle).map(({ path }) => path.split("/node_modules/")[0]);
    expect(carriers.filter((path) => !archives.some((one) => one.path === path))).toEqual([]);
    expect(archives.length).toBeGreaterThan(200);
  });

  it("is what lies in node_modules, under the licence that the lock file has", () => {
    const there = packages.flatMap((one) => {
      const installed = installedAt(one.path);
      return installed ? [{ one, installed }] : [];
    });
    expect(there.length).toBeGreaterThan(150);
    const other = there.filter(
      ({ one, installed: { version, license = one.license } }) => version !== one.version || license !== one.license,
    );
    expect(other.map(({ one, installed }) => `${named(one)}, but ${JSON.stringify(installed)}`)).toEqual([]);
  });

  it("is under licences that are allowed", () => {
    const refused = packages.filter(({ name, license = "none" }) => !isAllowed(name, license));
    expect(
      refused.map((one) => `${named(one)}: ${one.license}`),
      "argue it in test/supply/licence.ts",
    ).toEqual([]);
  });

  it("puts nothing into what is deployed that asks more than to be named", () => {
    const deployed = sourcesUnderRoot().filter((one) => isCode(one) && DEPLOYED.test(one.path));
    const names = new Set(
      deployed.flatMap((source) =>
        importsOf(source).flatMap(({ own: isOurs, typesOnly, target }) => {
          const name = isOurs || typesOnly ? undefined : packageOf(`node_modules/${target}`);
          return name && !name.startsWith("node:") ? [name] : [];
        }),
      ),
    );
    const reached = withTheirs([...names]);
    expect(reached.length).toBeGreaterThan(30);
    expect(reached.filter(({ license = "" }) => !mayBeDeployed(license)).map(named)).toEqual([]);
  });

  it("needs no script to be installed: each package that has one is refused it by name", () => {
    const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(own.allowScripts).toEqual(Object.fromEntries(scripted.map((name) => [name, false])));
    // The lock file may be silent about one; the package itself is not.
    const hooks = ["preinstall", "install", "postinstall"];
    const silent = packages.filter(({ path, inBundle }) => {
      const scripts = inBundle ? undefined : installedAt(path)?.scripts;
      return hooks.some((hook) => scripts?.[hook] !== undefined);
    });
    expect(silent.map(({ name }) => name).sort()).toEqual(
      scripted.filter((name) => installedAt(`node_modules/${name}`)).sort(),
    );
  });

  it("is argued in docs/dependencies.md: each direct dependency once, with its version and licence", () => {
    const rows = arguedDependencies();
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(direct).sort());
    for (const { name, version, licence, why } of rows) {
      const there = packages.find(({ path }) => path === `node_modules/${name}`);
      expect({ name, version, licence }).toEqual({ name, version: there?.version, licence: there?.license });
      expect(why.length, name).toBeGreaterThan(40);
    }
  });

  it.each(["cyclonedx", "spdx"])(
    "is listed by npm sbom in %s, from the lock file alone and with nothing asked",
    async (format) => {
      const args = ["sbom", "--offline", "--package-lock-only", "--sbom-format", format];
      const { stdout } = await promisify(execFile)("npm", args, { cwd: root, maxBuffer: 32 * 1024 * 1024 });
      const bill: unknown = JSON.parse(stdout);
      const listed = new Set(listedIn(bill));
      expect(packages.map(({ name, version }) => `${name} ${version}`).filter((one) => !listed.has(one))).toEqual([]);
    },
  );
});

/** These packages and all that they bring, by the lock file. */
const withTheirs = (names: readonly string[]): readonly LockedPackage[] => {
  const reached = new Map<string, LockedPackage>();
  const visit = (name: string, from: string): void => {
    const found = nearest(name, from);
    if (!found || reached.has(found.path)) return;
    reached.set(found.path, found);
    for (const next of Object.keys(found.dependencies ?? {})) visit(next, found.path);
  };
  for (const name of names) visit(name, "");
  return [...reached.values()];
};

/** As Node looks for it: in the package's own folder first, then further out. */
const nearest = (name: string, from: string): LockedPackage | undefined => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const found = packages.find((one) => one.path === path);
    if (found || folder === "") return found;
  }
};

const listedIn = (bill: unknown): readonly string[] => {
  const list = bill !== null && typeof bill === "object" ? Object.values(bill).filter(Array.isArray).flat() : [];
  return list.map(
    (one: { readonly name?: string; readonly version?: string; readonly versionInfo?: string }) =>
      `${one.name} ${one.version ?? one.versionInfo}`,
  );
};

describe("a licence expression", () => {
  const isMet = (id: string): boolean => id === "MIT" || id === "ISC";
  it.each([
    ["MIT", true],
    ["GPL-3.0", false],
    ["(MIT OR GPL-3.0)", true],
    ["MIT AND GPL-3.0", false],
    ["GPL-3.0 AND MIT OR ISC", true],
    ["GPL-3.0 AND (MIT OR ISC)", false],
    ["", false],
    ["MIT OR", false],
    ["(MIT", false],
    ["SEE LICENSE IN LICENSE.txt", false],
  ])("%s holds: %s", (expression, expected) => {
    expect(holds(expression, isMet)).toBe(expected);
  });
});
