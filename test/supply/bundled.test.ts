import { describe, expect, it } from "vitest";
import { bundledIn, bundledOf, inOneLine, packageOf } from "../../infra/bundled.ts";

describe("what a build says it has bundled", () => {
  it.each([
    ["core/item.ts", undefined],
    ["node_modules/zod/v4/core.js", "zod"],
    ["node_modules/@smithy/core/dist/index.js", "@smithy/core"],
    ["/somewhere/node_modules/a/node_modules/@b/c/d.js", "@b/c"],
    ["C:\\somewhere\\node_modules\\preact\\dist\\preact.mjs", "preact"],
  ])("knows whose %s is", (path, name) => {
    expect(packageOf(path)).toBe(name);
  });

  it("counts the functions' code as it is deployed, of each package what is left of it, and no maps", () => {
    const inputs = (bytes: Record<string, number>) =>
      Object.fromEntries(Object.entries(bytes).map(([path, bytesInOutput]) => [path, { bytesInOutput }]));
    const output = { imports: [], exports: [] };
    const bundled = bundledIn({
      outputs: {
        "a.mjs": { ...output, bytes: 1_000, inputs: inputs({ "lambdas/a.ts": 400, "node_modules/zod/a.js": 500 }) },
        "b.mjs": {
          ...output,
          bytes: 500,
          inputs: inputs({ "node_modules/zod/b.js": 300, "node_modules/gone/a.js": 0 }),
        },
        "a.mjs.map": { ...output, bytes: 9_000, inputs: {} },
      },
    });
    expect(bundled).toEqual({ files: 2, bytes: 1_500, packages: { zod: 800 } });
    expect(inOneLine(bundled)).toBe("2 kB of code in 2 files, of it 1 packages with 1 kB");
  });

  it("counts the page's code as it travels, in bytes and not in letters", () => {
    const modules = { "/r/web/main.tsx": { renderedLength: 9 }, "/r/node_modules/preact/a.js": { renderedLength: 40 } };
    expect(bundledOf([{ code: "चौखटा", modules }])).toEqual({ files: 1, bytes: 15, packages: { preact: 40 } });
  });
});
