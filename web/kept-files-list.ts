import type { Plugin, Rolldown } from "vite";
import { FILES_LIST } from "./my-work/kept-files.ts";

/** What the screen "My work" is made of: the page, the screen, its texts in every language. */
const ROOTS = [
  "web/index.html",
  "web/my-work/my-work.tsx",
  "web/i18n/en.json",
  "web/i18n/en.mine.json",
  "web/i18n/hi.json",
  "web/i18n/hi.mine.json",
];

/** Part of the build: writes down the files without which "My work" cannot be drawn, for the page to keep them. */
export const keptFilesList = (): Plugin => ({
  name: "kept-files-list",
  enforce: "post",
  generateBundle(_, bundle) {
    const names = new Set<string>();
    const reach = (name: string): void => {
      const found = bundle[name];
      if (names.has(name) || !found) return;
      names.add(name);
      if (found.type !== "chunk") return;
      for (const one of [...found.imports, ...(found.viteMetadata?.importedCss ?? [])]) reach(one);
    };
    for (const root of ROOTS) reach(chunkOf(bundle, root));
    const files = [...names].map((name) => `/${name}`).sort();
    this.emitFile({ type: "asset", fileName: FILES_LIST.slice(1), source: JSON.stringify({ files }) });
  },
});

const chunkOf = (bundle: Rolldown.OutputBundle, source: string): string => {
  const found = Object.values(bundle).find((one) => one.type === "chunk" && one.facadeModuleId?.endsWith(source));
  if (!found) throw new Error(`${source} is no chunk of its own`);
  return found.fileName;
};
