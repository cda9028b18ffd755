import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { banRule } from "./tidy/banned.ts";
import { documentedFunctions, storeFunctions } from "./tidy/data-model.ts";
import { awsRule, layerRule, reachedFrom, ringsAmong } from "./tidy/imports.ts";
import { lockRule, machineRule, strangersAtTop } from "./tidy/repository.ts";
import { docRule, LINES_ASK, LINES_MEDIAN_MAX, linesOf, nameRule, sizeRule } from "./tidy/shape.ts";
import { isCode, type Rule, root, type Source, sourcesUnderRoot } from "./tidy/sources.ts";

const sources = sourcesUnderRoot();
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const layers = layerRule(Object.keys(dependencies));
const rules: readonly Rule[] = [layers, awsRule, banRule, sizeRule, nameRule, docRule, machineRule, lockRule];

describe("the repository keeps its own rules", () => {
  it.each(rules)("$name", ({ findings }) => {
    const found = sources.flatMap((source) => findings(source).map((finding) => `${source.path}: ${finding}`));
    expect(found).toEqual([]);
  });

  it("no files import each other in a ring", () => {
    expect(ringsAmong(sources.filter(({ path }) => !path.startsWith("test/")))).toEqual([]);
  });

  it("nothing that hands out, decides or pays knows of proposals, seconds, questions or asking again", () => {
    const handsOutDecidesPays =
      /^lambdas\/(assign|feed|reconcile|submit|release|extend-lease|retry|learn|scrub|earnings)\.ts$|^lambdas\/steps\/(?!publish-instructions)|^lambdas\/store\/(backlog|assignments|leases|feed-state|task-queues|items|annotations|ledger|work-months|payouts)\.ts$|^core\/(assignment|feeding|decide|item|pay)\.ts$|^core\/(consensus|agreement)\/|^core\/my-work\/(?!became|work-record)/;
    const says =
      /^core\/(proposal|thread|relabelling|voice-note)\.ts$|^lambdas\/(relabel\b|author-tag|held-up|.*propos|.*thread|.*-plan|.*credit|.*voice)|^lambdas\/store\/(affected-lists|relabellings)/;
    // The table of endpoints names all of them and does nothing.
    const reached = reachedFrom(sources, (path) => handsOutDecidesPays.test(path), /^lambdas\/endpoints\.ts$/);
    expect(reached.size).toBeGreaterThan(120);
    expect([...reached].filter((path) => says.test(path))).toEqual([]);
    expect(sources.filter(({ path }) => says.test(path)).length).toBeGreaterThan(25);
  });

  it("half of all files fit on two screens", () => {
    const code = sources.filter(isCode);
    const sizes = code.map(linesOf).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(LINES_MEDIAN_MAX);
    const long = code
      .filter((source) => linesOf(source) > LINES_ASK)
      .map((source) => `${linesOf(source)} ${source.path}`);
    if (long.length > 0) console.info(`longer than ${LINES_ASK} lines:\n${long.join("\n")}`);
  });

  it("nothing lies at the top that is not listed", () => {
    expect(strangersAtTop(sources), "list it in test/tidy/repository.ts, or put it where it belongs").toEqual([]);
  });

  it("docs/data-model.md names every function of every store, and no other", () => {
    const dataModel = readFileSync(join(root, "docs/data-model.md"), "utf8");
    const written = documentedFunctions(dataModel);
    const there = storeFunctions(sources);
    const missing = there.filter((name) => !written.includes(name));
    expect(missing, "give each a row in the table of access patterns: | pattern | `store.function` | keys |").toEqual(
      [],
    );
    expect(
      written.filter((name) => !there.includes(name)),
      "these are in the table and in no store",
    ).toEqual([]);
  });
});

const asCases = (cases: readonly [Rule, string, string][]) =>
  cases.map(([rule, path, text]) => ({ rule, path, text, name: rule.name, what: `${path}: ${text.slice(0, 70)}` }));

describe("the rules themselves", () => {
  const bad: readonly [Rule, string, string][] = [
    [layers, "core/a.ts", 'import { b } from "../lambdas/b.ts";'],
    [layers, "core/a.ts", 'import type { B } from "../lambdas/b.ts";'],
    [layers, "core/a.ts", 'import { readFileSync } from "node:fs";'],
    [layers, "core/a.ts", 'import { z } from "zod";'],
    [layers, "lambdas/a.ts", 'import { c } from "../infra/c.ts";'],
    [layers, "lambdas/a.ts", 'const c = await import("../local/c.ts");'],
    [layers, "lambdas/a.ts", 'import fc from "fast-check";'],
    [layers, "infra/a.ts", 'export { c } from "../local/c.ts";'],
    [layers, "web/a/b.ts", 'import { endpoints } from "../../lambdas/endpoints.ts";'],
    [layers, "web/a/b.ts", 'import { type A, endpoints } from "../../lambdas/endpoints.ts";'],
    [awsRule, "lambdas/a.ts", 'import { GetItemCommand } from "@aws-sdk/client-dynamodb";'],
    [awsRule, "web/a.ts", 'import { S3Client } from "@aws-sdk/client-s3";'],
    [banRule, "core/a.ts", "const now = Date.now();"],
    [banRule, "lambdas/store/a.ts", "const id = crypto.randomUUID();"],
    [banRule, "core/a.ts", "export const a = () => document.title;"],
    [banRule, "core/a.ts", "export const a = () => fetch(url);"],
    [banRule, "lambdas/a.ts", "  console.error(error);"],
    [banRule, "lambdas/a.ts", `const pk = ${"`PR#$"}{id}\`;`],
    [banRule, "lambdas/a/b.ts", 'const stage = process.env["STAGE"];'],
    [banRule, "lambdas/a.ts", 'if (stage === "local") return;'],
    [banRule, "infra/a.ts", 'env["AWS_ENDPOINT_URL"]'],
    [banRule, "web/a.ts", "const a: any = 1;"],
    [banRule, "web/a.ts", "// @ts-ignore"],
    [banRule, "web/a.ts", "// TODO later"],
    [banRule, "test/a.test.ts", 'it.only("runs alone", () => {});'],
    [banRule, "test/a.test.ts", 'describe.each([1]).skip("x", () => {});'],
    [banRule, "test/a.test.ts", 'it("should work", () => {});'],
    [banRule, "lambdas/a.ts", "main();"],
    [banRule, "core/a.ts", "names.sort((a, b) => a.localeCompare(b));"],
    [sizeRule, "web/a.tsx", "a;\n".repeat(401)],
    [nameRule, "core/string-utils.ts", ""],
    [nameRule, "lambdas/helpers/a.ts", ""],
    [docRule, "core/a.ts", `export const a = () => {\n${"  b;\n".repeat(9)}};\n`],
    [docRule, "core/a.ts", `export interface A {\n${"  readonly b: 1;\n".repeat(9)}}\n`],
    [machineRule, "docs/a.md", `see ${["", "home", "somebody", "a"].join("/")}`],
    [lockRule, "package-lock.json", '"resolved": "https://registry.example/a.tgz"'],
  ];
  it.each(asCases(bad))("$name: finds what is wrong in $what", ({ rule, path, text }) => {
    expect(rule.findings({ path, text })).not.toEqual([]);
  });

  const good: readonly [Rule, string, string][] = [
    [layers, "web/a.ts", 'import type { BodyOf } from "../lambdas/endpoints.ts";'],
    [layers, "web/a.ts", 'import { type A, type B } from "../lambdas/endpoints.ts";'],
    [layers, "lambdas/a.ts", 'import { z } from "zod";\nimport { b } from "../core/b.ts";'],
    [layers, "local/a.ts", 'import { app } from "../infra/app.ts";'],
    [awsRule, "lambdas/store/a.ts", 'import { GetItemCommand } from "@aws-sdk/client-dynamodb";'],
    [awsRule, "lambdas/a.ts", 'import type { S3Client } from "@aws-sdk/client-s3";'],
    [banRule, "core/a.ts", "// Date.now() is handed in, and document.title is not for us.\nconst a = 1;"],
    [banRule, "core/a.ts", "const day = new Date(atMs);"],
    [banRule, "lambdas/store/a.ts", `const pk = ${"`PR#$"}{id}\`;`],
    [banRule, "local/main.ts", "const now = Date.now();"],
    [docRule, "core/a.ts", `/** Why. */\nexport const a = () => {\n${"  b;\n".repeat(9)}};\n`],
    [docRule, "core/a.ts", "export const a = (b: number): number => b + 1;\n\nconst c = () => {\n  d;\n};\n"],
    [machineRule, "docs/a.md", "keep it in ~/.labelloop, or under /var/lib"],
  ];
  it.each(asCases(good))("$name: lets $what pass", ({ rule, path, text }) => {
    expect(rule.findings({ path, text })).toEqual([]);
  });

  it("finds rings, and passes types by", () => {
    const ring: readonly Source[] = [
      { path: "core/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "core/b.ts", text: 'import { c } from "./c.ts";' },
      { path: "core/c.ts", text: 'import { a } from "./a.ts";' },
      { path: "core/d.ts", text: 'import type { E } from "./e.ts";' },
      { path: "core/e.ts", text: 'import { d } from "./d.ts";' },
    ];
    expect(ringsAmong(ring)).toEqual(["core/a.ts → core/b.ts → core/c.ts"]);
  });

  it("finds what is new at the top", () => {
    expect(
      strangersAtTop([
        { path: "notes.txt", text: "" },
        { path: "core/a.ts", text: "" },
      ]),
    ).toEqual(["notes.txt"]);
  });

  it("reads the functions of both kinds of store, and the table that lists them", () => {
    const returned =
      'export const apples = ({ table }: Pick<Deps, "table">) => {\n  const a = {\n    inner: 1,\n  };\n  return {\n    find,\n    async pick(id: string) {\n      b;\n    },\n    markRipe: (id: string) => id,\n  };\n};\n';
    const plain =
      "export const pears = (deps: Deps) => ({\n  async *ofTree(tree: string) {\n    c;\n  },\n  put(one: string) {\n    d;\n  },\n});\n";
    const store: readonly Source[] = [
      { path: "lambdas/store/apples.ts", text: returned },
      { path: "lambdas/store/pears.ts", text: plain },
      { path: "lambdas/store/row.ts", text: "export const S = (text: string): AttributeValue => ({ S: text });" },
    ];
    const names = ["apples.find", "apples.markRipe", "apples.pick", "pears.ofTree", "pears.put"];
    expect(storeFunctions(store)).toEqual(names);
    const table = `# T\n\n## Access patterns\n\n| a | b |\n|---|---|\n| x | \`apples.find\`, \`apples.pick\` | k |\n| y | \`pears.put\` | k |\n\n## Next\n\n| z | \`pears.ofTree\` | k |\n`;
    expect(documentedFunctions(table)).toEqual(["apples.find", "apples.pick", "pears.put"]);
  });
});
