/**
 * Opens "My work" without a network, and does nothing else: it is registered for that one address. The page puts its own
 * files into the cache (web/my-work/keep-page.ts); here they are only handed out. It has no imports, for it is a script
 * by itself, and it knows of no answer of the API: those go by it.
 */
interface FetchAsked extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(name: "install", listen: () => void): void;
  addEventListener(name: "fetch", listen: (event: FetchAsked) => void): void;
}
declare const self: WorkerScope;

const SCREEN = "/my-work";
const KEPT_FILES = "labelloop-my-work";
/** On a line that is there and brings nothing, what was kept comes after this. */
const PATIENCE_MS = 4_000;

const kept = (path: string): Promise<Response | undefined> =>
  caches.open(KEPT_FILES).then((cache) => cache.match(path));

/** From the network, so that a new build is taken at once; without one, or where it answers with a fault, what was kept. */
const freshOrKept = async (request: Request, path: string): Promise<Response> => {
  const fresh = fetch(request);
  const inTime = await Promise.race([
    fresh.catch(() => undefined),
    new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE_MS)),
  ]);
  if (inTime?.ok) return inTime;
  return (await kept(path)) ?? inTime ?? fresh;
};

const answerTo = (event: FetchAsked): Promise<Response> | undefined => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return undefined;
  if (mode === "navigate") return pathname === SCREEN ? freshOrKept(event.request, SCREEN) : undefined;
  if (pathname === "/config.json") return freshOrKept(event.request, pathname);
  // Names in assets carry a hash of their bytes: what was kept is what would come.
  if (pathname.startsWith("/assets/")) return kept(pathname).then((found) => found ?? fetch(event.request));
  return undefined;
};

export {};

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const answer = answerTo(event);
  if (answer) event.respondWith(answer);
});
