import { defineConfig } from "vite";
import { keptFilesList } from "./kept-files-list.ts";

/**
 * Builds the static client to dist/web. The page is served under a policy of `default-src 'self'` without any
 * `unsafe-*`: nothing is inlined (no data: fonts, no inline module preload).
 */
export default defineConfig(() => {
  // The same page whoever builds it: under a test runner the packages would else come in their development builds.
  process.env["NODE_ENV"] = "production";
  return {
    root: import.meta.dirname,
    base: "/",
    publicDir: "public",
    plugins: [keptFilesList()],
    build: {
      outDir: "../dist/web",
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0,
      // The list of what each screen needs is paid by the first load: only those at a phone on a slow line save a round
      // trip by it. Styles are always in it, or they would not come.
      modulePreload: {
        polyfill: false,
        resolveDependencies: (file, needed) =>
          /assets.(annotate|home|sheets|say)-/.test(file) ? needed : needed.filter((one) => one.endsWith(".css")),
      },
      // Sizes are held by test/web/size.test.ts, compressed as they travel.
      reportCompressedSize: false,
      rolldownOptions: {
        input: [`${import.meta.dirname}/index.html`, `${import.meta.dirname}/service-worker.ts`],
        output: {
          // The one file besides the page that keeps its name: a browser asks for it by that, and gets the new one.
          entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
          // What every screen draws with travels in one piece: a request costs a slow line more than a kilobyte.
          // Voice is for the few screens where people speak; looking again is for those of whoever runs a project.
          codeSplitting: {
            groups: [
              {
                name: "base",
                test: /node_modules.(@preact|preact|preact-iso).|web.(parts.(?!look-again|voice-|text-diff)|i18n.\w+\.tsx?)|rolldown.runtime/,
              },
            ],
          },
        },
      },
    },
  };
});
