/**
 * The composition root of the page: the real clock, ids, storage and network, made once and handed down as `App`.
 *
 * To add a screen:
 *  1. Write web/<area>/<screen>.tsx with a default export of a component `({ params, query }: ScreenProps)` that draws
 *     one `<Page title=…>` (web/parts/page.tsx: bar, heading, focus, document title). `useApp()` gives `api`, `session`
 *     and the clock; `useLoaded` and `useAction` (web/parts/) load and send with their waiting and failing states.
 *  2. Add a row to web/screens.ts: path, `load: () => import(…)` and the areas of texts it needs.
 *  3. Put its texts in web/i18n/en.<area>.json and hi.<area>.json, and the area into web/i18n/catalogue.ts.
 * A screen's styles go beside it (`import "./<area>.css"`, in `@layer screens`), so that they travel with its chunk.
 */
import { effect } from "@preact/signals";
import { render } from "preact";
import { makeApi } from "./api.ts";
import type { App } from "./app.ts";
import { loadConfig, type WebConfig } from "./config.ts";
import { changeLanguage } from "./i18n/catalogue.ts";
import { language, preferredLanguage } from "./i18n/language.ts";
import { forgetWork } from "./my-work/forget-work.ts";
import { Root } from "./root.tsx";
import { preload } from "./screens.ts";
import { signInService } from "./session/cognito.ts";
import { makeSession } from "./session/session.ts";
import { storedSession } from "./session/stored.ts";
import { StartFailed } from "./start/start-failed.tsx";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/shell.css";
import { showTheme } from "./theme.ts";

/** Web Locks exist on secure origins only; there is nothing to be in step with where they are missing. */
const alone = async <Result,>(name: string, task: () => Promise<Result>): Promise<Result> => {
  if (!navigator.locks) return task();
  let result: Promise<Result> | undefined;
  await navigator.locks.request(name, async () => {
    result = task();
    await result;
  });
  return result ?? task();
};

const makeApp = (config: WebConfig): App => {
  const fetcher: typeof fetch = (input, init) => fetch(input, init);
  const session = makeSession({
    service: signInService(config.signInUrl, config.clientId, fetcher),
    stored: storedSession(localStorage, window),
    clock: () => Date.now(),
    alone,
  });
  // What was kept of one person's work does not outlast her sign-in, whichever tab ends it.
  effect(() => {
    const now = session.now.value;
    forgetWork(localStorage, "who" in now ? now.who.personId : undefined);
  });
  const random = () => Math.random();
  return {
    config,
    session,
    api: makeApi({
      apiUrl: config.apiUrl,
      fetch: fetcher,
      token: session.token,
      renewToken: session.renewToken,
      random,
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    }),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    random,
    alone,
    visits: { count: 0 },
  };
};

const start = async (place: HTMLElement): Promise<void> => {
  showTheme(localStorage);
  effect(() => {
    document.documentElement.lang = language.value;
  });
  preload(location.pathname);
  try {
    const [config] = await Promise.all([
      loadConfig(fetch),
      changeLanguage(preferredLanguage(localStorage, navigator.languages)),
    ]);
    render(<Root app={makeApp(config)} />, place);
  } catch (thrown) {
    render(<StartFailed reason={String(thrown)} />, place);
    throw thrown;
  }
};

const place = document.getElementById("app");
if (place) void start(place);
