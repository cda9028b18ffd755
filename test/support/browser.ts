import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

export interface TestBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * A real Chromium from npm, unpacked into a folder of its own so that two runs do not meet. Of the package's arguments
 * only `--no-sandbox` is used: its others put all pages in one process and switch off the checks that CORS makes.
 */
export const startBrowser = async (): Promise<TestBrowser> => {
  const folder = await mkdtemp(join(tmpdir(), "labelloop-browser-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  // Makes the package unpack its own libraries too, for machines without them.
  process.env["AWS_LAMBDA_JS_RUNTIME"] = "nodejs24.x";
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    const browser = await chromium.launch({
      executablePath: await packaged.executablePath(),
      args: ["--no-sandbox"],
      env: { ...process.env, HOME: folder } as Record<string, string>,
    });
    return {
      browser,
      close: async () => {
        await browser.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
};
