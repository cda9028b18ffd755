import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, test } from "vitest";

const KIB = 1024;
type Chunk = Rolldown.OutputChunk;

let outputs: readonly (Chunk | Rolldown.OutputAsset)[] = [];
const isChunk = (one: Chunk | Rolldown.OutputAsset): one is Chunk => one.type === "chunk";
const chunkOf = (source: string): Chunk => {
  const found = outputs.filter(isChunk).find(({ facadeModuleId }) => facadeModuleId?.endsWith(source));
  if (!found) throw new Error(`${source} is no chunk of its own`);
  return found;
};

/** What a browser fetches to have these chunks: they, what they import at once, and their styles. */
const loadBytes = (...sources: readonly string[]): number => {
  const names = new Set<string>();
  const reach = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const found = outputs.find(({ fileName }) => fileName === name);
    if (!found || !isChunk(found)) return;
    for (const one of [...found.imports, ...(found.viteMetadata?.importedCss ?? [])]) reach(one);
  };
  for (const source of sources) reach(chunkOf(source).fileName);
  const bodies = outputs
    .filter(({ fileName }) => names.has(fileName))
    .map((one) => (isChunk(one) ? one.code : one.source));
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
};

beforeAll(async () => {
  const built = await build({
    configFile: fileURLToPath(new URL("../../web/vite.config.ts", import.meta.url)),
    build: { write: false },
    logLevel: "silent",
  });
  outputs = (built as Rolldown.RolldownOutput).output;
});

describe("the first visit fetches, compressed,", () => {
  test.each(["en", "hi"])("at most 53 KiB of script and style before an annotator can draw, in %s", (language) => {
    const texts = [`web/i18n/${language}.json`, `web/i18n/${language}.annotate.json`];
    expect(loadBytes("web/index.html", "web/annotate/annotate.tsx", ...texts) / KIB).toBeLessThan(53);
  });

  test("at most 59 KiB with the instructions and what else is fetched ahead for her", () => {
    const page = ["web/index.html", "web/annotate/annotate.tsx", "web/annotate/panels/sheets.tsx"];
    const texts = ["web/i18n/hi.json", "web/i18n/hi.annotate.json", "web/i18n/hi.sheets.json"];
    expect(loadBytes(...page, ...texts) / KIB).toBeLessThan(59);
  });

  test("at most 30 KiB before somebody can sign in", () => {
    const texts = ["web/i18n/en.json", "web/i18n/en.start.json"];
    expect(loadBytes("web/index.html", "web/start/sign-in.tsx", ...texts) / KIB).toBeLessThan(30);
  });

  test("at most 12 KiB of style for all screens together", () => {
    const styles = outputs.filter(({ fileName }) => fileName.endsWith(".css"));
    const bytes = styles.reduce((sum, one) => sum + gzipSync(isChunk(one) ? one.code : one.source).length, 0);
    expect(bytes / KIB).toBeLessThan(12);
  });
});

test("nothing is inlined that the page's policy would block", () => {
  const page = outputs.find(({ fileName }) => fileName === "index.html");
  expect(page && !isChunk(page) ? String(page.source) : "").not.toMatch(/<script>|<style|style=|data:/);
  const styles = outputs.filter(({ fileName }) => fileName.endsWith(".css"));
  for (const one of styles) expect(isChunk(one) ? "" : String(one.source)).not.toContain("data:");
});
