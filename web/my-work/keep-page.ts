import { FILES_LIST, KEPT_FILES, SCREEN } from "./kept-files.ts";

/** Trusted Types: the page's policy takes the address of a script only from a policy of its own. */
interface ScriptPolicies {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (path: string) => string },
  ) => { readonly createScriptURL: (path: string) => string };
}

const scriptAddress = (path: string): string => {
  const policies: ScriptPolicies | undefined = Reflect.get(globalThis, "trustedTypes");
  return policies?.createPolicy("labelloop-my-work", { createScriptURL: () => path }).createScriptURL(path) ?? path;
};

let keeping: Promise<void> | undefined;

/**
 * Has this screen's own files kept on the device, so that it can be opened without a network: the page, what it loads,
 * its configuration. Once a visit; a new build takes the place of the old one. Rejects where a device cannot, or will
 * not, keep them: the page then wants the network, as every other one.
 */
export const keepPage = (): Promise<void> => {
  keeping ??= keep();
  return keeping;
};

const keep = async (): Promise<void> => {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return;
  const [list, page] = await Promise.all([fetchFresh(FILES_LIST), fetchFresh(SCREEN)]);
  const files = ((await list.json()) as { readonly files: readonly string[] }).files;
  const html = await page.clone().text();
  const asked = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
  // The two are of different builds, one is just being put there: what was kept stays until the next visit.
  if (!asked.every((path) => files.includes(path))) return;

  const kept = await caches.open(KEPT_FILES);
  for (const path of files) if (!(await kept.match(path))) await kept.add(path);
  await kept.add(new Request("/config.json", { cache: "no-cache" }));
  await kept.put(SCREEN, page);
  const wanted = new Set([...files, SCREEN, "/config.json"]);
  for (const { url } of await kept.keys())
    if (!wanted.has(new URL(url).pathname)) await kept.delete(new URL(url).pathname);
  await navigator.serviceWorker.register(scriptAddress("/service-worker.js"), { scope: SCREEN });
};

const fetchFresh = async (path: string): Promise<Response> => {
  const answer = await fetch(path, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer;
};
