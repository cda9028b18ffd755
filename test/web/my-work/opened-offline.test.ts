import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const ORIGIN = "https://labelloop.test";
type Listener = (event: object) => void;
const listeners = new Map<string, Listener>();
const network = vi.fn<() => Promise<Response>>();
let keptPage: Response | undefined;

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal("self", {
    location: new URL(ORIGIN),
    addEventListener: (name: string, listen: Listener) => listeners.set(name, listen),
  });
  vi.stubGlobal("caches", { open: async () => ({ match: async () => keptPage }) });
  vi.stubGlobal("fetch", network);
  await import("../../../web/service-worker.ts");
});
afterEach(() => {
  vi.unstubAllGlobals();
  listeners.clear();
});

const opened = async (): Promise<string> => {
  let answer: Promise<Response> | undefined;
  const request = { method: "GET", mode: "navigate", url: `${ORIGIN}/my-work` };
  listeners.get("fetch")?.({ request, respondWith: (given: Promise<Response>) => (answer = given) });
  if (!answer) throw new Error("nothing answered");
  return (await answer).text();
};

describe("my work is opened", () => {
  test("as it is now, when the network brings it", async () => {
    keptPage = new Response("kept");
    network.mockResolvedValue(new Response("fresh"));
    expect(await opened()).toBe("fresh");
  });

  test("as it was kept, when the network fails or answers with a fault", async () => {
    keptPage = new Response("kept");
    network.mockRejectedValueOnce(new TypeError("no network"));
    expect(await opened()).toBe("kept");
    keptPage = new Response("kept");
    network.mockResolvedValueOnce(new Response("bad gateway", { status: 502 }));
    expect(await opened()).toBe("kept");
  });

  test("with the fault, when nothing was kept", async () => {
    keptPage = undefined;
    network.mockResolvedValue(new Response("bad gateway", { status: 502 }));
    expect(await opened()).toBe("bad gateway");
  });
});
