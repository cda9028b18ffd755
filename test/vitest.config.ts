import { defineConfig } from "vitest/config";

/** How long `expect.poll` waits: on a slow disk with another run beside it, a page takes more than the second it has by default. */
const POLL_MS = 20_000;

const project = (name: string, include: readonly string[], timeoutMs: number, fileParallelism = true) => ({
  test: {
    name,
    include: [...include],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism,
    expect: { poll: { timeout: POLL_MS } },
  },
});
/** Each file starts a server, some a browser too: two at a time would only wait for each other. */
const ONE_BY_ONE = false;

/** One project per kind of test, so that `npm test` can run and count them one after another. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    projects: [
      project("unit", ["test/{core,lambdas,cli,web,mutations,supply}/**/*.test.ts", "test/tidy.test.ts"], 20_000),
      project("contract", ["test/{contract,local}/**/*.test.ts"], 60_000),
      project("infra", ["test/infra/**/*.test.ts"], 120_000),
      project("journey", ["test/journey/**/*.test.ts"], 240_000, ONE_BY_ONE),
      project("simulation", ["test/simulation/**/*.test.ts"], 240_000),
      project("browser", ["test/browser/**/*.test.ts"], 300_000, ONE_BY_ONE),
    ],
  },
});
