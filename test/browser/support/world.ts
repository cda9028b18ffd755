import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { startBrowser } from "../../support/browser.ts";
import { type Server, startServer } from "../../support/server.ts";
import { type Words, wordsOf } from "./words.ts";

/** Somebody with a browser of her own: nothing is shared with others but the server. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly say: Words;
}

export interface World {
  readonly browser: Browser;
  server(): Server;
  /** A fresh browser window, empty of everything. */
  arrive(device: Device, options?: ArriveOptions): Promise<Person>;
  /** What pages complained of, and where they sent requests to that is not this server. Both ought to be empty. */
  readonly complaints: readonly string[];
  readonly strangers: readonly string[];
  /** As a power cut does it. */
  kill(): Promise<void>;
  /** Up again after `kill`, with the same data at the same addresses. */
  restart(): Promise<void>;
  /** What every open page shows, as files under out/browser/: to be looked at when a test failed. */
  photograph(name: string): Promise<void>;
  close(): Promise<void>;
}

interface ArriveOptions {
  readonly language?: "en" | "hi";
  /** Complaints that belong to what is tested, such as a request that fails while the network is off. */
  readonly allowed?: RegExp;
  /** Runs in every page before its own scripts: for measuring alone. */
  readonly init?: () => void;
  readonly more?: BrowserContextOptions;
}

export type Device = "desk" | "phone";
export const DEVICES: Readonly<Record<Device, BrowserContextOptions>> = {
  desk: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

/** The availability file comes with the first feed, at most a minute after a project was opened; until then it is not there. */
const BEFORE_FIRST_FEED = /status of 404 .*\/avail\/\w+\.json/;

/** Below the range that systems give out by themselves, so that nobody takes one between a kill and the restart. */
const somePort = (): number => 20_000 + Math.floor(Math.random() * 1_000) * 10;
const PATIENCE_MS = 30_000;

/** One server and one Chromium for the tests of a file; every page is watched while it lives. */
export const startWorld = async (
  options: { readonly port?: number; readonly hasPictures?: true } = {},
): Promise<World> => {
  let server = await startServer(options);
  const { browser, close: closeBrowser } = await startBrowser();
  const complaints: string[] = [];
  const strangers: string[] = [];
  const own = (): readonly string[] => Object.values(server.addresses).flatMap((one) => originOf(one) ?? []);

  const watch = (context: BrowserContext, allowed: RegExp | undefined): void => {
    const complain = (line: string): void => {
      if (!allowed?.test(line) && !BEFORE_FIRST_FEED.test(line)) complaints.push(line);
    };
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complain(`${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => complain(String(error.error().stack)));
    context.on("request", (request) => {
      const origin = originOf(request.url());
      if (origin && !own().includes(origin)) strangers.push(request.url());
    });
  };

  return {
    browser,
    server: () => server,
    complaints,
    strangers,
    arrive: async (device, { language = "en", allowed, init, more = {} } = {}) => {
      const context = await browser.newContext({ ...DEVICES[device], locale: `${language}-IN`, ...more });
      context.setDefaultTimeout(PATIENCE_MS);
      if (init) await context.addInitScript(init);
      watch(context, allowed);
      return { context, page: await context.newPage(), say: wordsOf(language) };
    },
    kill: () => server.kill(),
    restart: async () => {
      const { folder, addresses } = server;
      server = await startServer({ folder, port: Number(new URL(addresses.page).port) });
      if (server.addresses.page !== addresses.page || server.addresses.bucket !== addresses.bucket)
        throw new Error("the server came back at other addresses");
    },
    photograph: async (name) => {
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [at, page] of pages.entries()) {
        const path = join("out", "browser", `${name.replace(/\W+/g, "-").slice(0, 80)}.${at}.png`);
        // A page that is closing has nothing to show.
        await page.screenshot({ path }).catch(() => undefined);
        console.info(`a failure is pictured in ${path}: ${page.url()}`);
      }
    },
    close: async () => {
      await closeBrowser();
      await server.close();
    },
  };
};

/** A world whose server can come back to its addresses. */
export const startLastingWorld = async (): Promise<World> => startWorld({ port: somePort() });

const originOf = (text: unknown): string | undefined =>
  typeof text === "string" && /^https?:/.test(text) ? new URL(text).origin : undefined;
