import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { unpackedChromium } from "./chromium.ts";

export interface TestBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * A real Chromium from npm. Of the package's own arguments only `--no-sandbox` is used: its others put all pages in one
 * process and switch off the checks that CORS makes.
 */
export const startBrowser = async (): Promise<TestBrowser> => {
  const { executablePath, env } = await unpackedChromium();
  const home = await mkdtemp(join(tmpdir(), "labelloop-browser-"));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox"],
    env: { ...(process.env as Record<string, string>), ...env, HOME: home },
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
};
