import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/api.ts";
import { type HostileProject, hostilePictures, hostileTexts } from "./support/hostile-project.ts";
import { arriveAs, fillSignIn } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const PHONE = { viewport: { width: 390, height: 844 } };
/** A picture of each screen, to be looked at. */
const PICTURES = join("out", "browser", "hostile");

let world: World;
let evil: HostileProject;
let texts: string;
/** What only a payload asks for, and windows that only a payload opens. */
const ran: string[] = [];

const watched = async (person: Person): Promise<Person> => {
  person.context.on("request", (request) => {
    const { pathname, hostname } = new URL(request.url());
    if (pathname.startsWith("/canary") || hostname === "evil.example") ran.push(request.url());
  });
  person.context.on("dialog", (dialog) => {
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  return person;
};

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  world = await startWorld();
  evil = await hostilePictures(world);
  texts = await hostileTexts(world, evil);
});
afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
afterAll(() => world.close());

interface Seen {
  readonly marker: unknown;
  /** Addresses that links lead to, other than of the web and of files. */
  readonly strangeLinks: readonly string[];
  /** Parts of the page that only a payload brings. */
  readonly brought: number;
  readonly wideBy: number;
  readonly waits: number;
  readonly words: string;
}

const seen = (page: Page): Promise<Seen> =>
  page.evaluate(() => ({
    marker: Reflect.get(window, "pwned"),
    strangeLinks: [...document.querySelectorAll("a[href]")]
      .map((link) => link.getAttribute("href") ?? "")
      .filter((href) => !/^(\/|#|https?:\/\/|blob:)/.test(href)),
    brought: document.querySelectorAll(
      "main script, main style, main iframe, main object, main embed, svg[onload], [onerror], [onload], img[src^='/canary']",
    ).length,
    // What is wider than a phone's screen widens the page with it: so it is held to the screen's own width.
    wideBy: Math.max(0, document.documentElement.scrollWidth - 390),
    waits: document.querySelectorAll("[aria-busy=true], .skeleton").length,
    words: document.body.innerText,
  }));

/** The screen is drawn, its payloads stand there as words, nothing of them ran, and it is no wider than the phone. */
const isInert = async ({ page }: Person, path: string, name: string, wanted: RegExp): Promise<void> => {
  await page.goto(`${world.server().addresses.page}${path}`);
  await expect.poll(async () => (await seen(page)).words, { message: path }).toMatch(wanted);
  await expect.poll(async () => (await seen(page)).waits, { message: path }).toBe(0);
  const { words: _, waits: __, ...rest } = await seen(page);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  expect({ path, ...rest }).toEqual({ path, marker: undefined, strangeLinks: [], brought: 0, wideBy: 0 });
  expect(ran).toEqual([]);
};
const PAYLOAD = /<img src=\/canary\//;

describe("words that are payloads", () => {
  it("are words on every screen of the vendor's, and none of them is wider than a phone", async () => {
    const vendor = await watched(await arriveAs(world, "vendor", "phone", { more: PHONE }));
    const at = `/p/${evil.projectId}`;
    const [first = ""] = evil.itemIds;
    const rejected = "?state=rejected";
    for (const [rest, name] of [
      ["", "overview"],
      ["/items", "items"],
      [`/items${rejected}`, "rejected"],
      ["/review", "review"],
      ["/agreement", "agreement"],
      ["/proposals", "proposals"],
      [`/proposals/${evil.proposal}`, "proposal"],
      ["/questions", "questions"],
      ["/labels", "labels"],
      ["/people", "people"],
      ["/exports", "exports"],
      ["/settings", "settings"],
    ] as const)
      await isInert(vendor, `${at}${rest}`, `vendor-${name}`, PAYLOAD);
    for (const itemId of evil.itemIds.slice(0, 3))
      await isInert(vendor, `${at}/items/${itemId}`, `vendor-item-${itemId.slice(0, 4)}`, /./);
    expect(first).not.toBe("");
    await isInert(vendor, `/p/${texts}/items`, "vendor-texts", PAYLOAD);
    await isInert(vendor, "/", "vendor-home", PAYLOAD);
    await vendor.context.close();
  });

  it("are words where she labels, proposes, asks and reads what she earned, also in print", async () => {
    const annotator = await watched(await world.arrive("phone", { more: PHONE }));
    const { page, say } = annotator;
    await page.goto(world.server().addresses.page);
    await fillSignIn(annotator, evil.signInName, evil.password);
    await page.getByRole("heading", { name: say("home.title") }).waitFor();
    await isInert(annotator, "/", "annotator-home", PAYLOAD);
    for (const [projectId, name] of [
      [evil.projectId, "pictures"],
      [texts, "texts"],
    ] as const) {
      await isInert(annotator, `/p/${projectId}/label`, `annotator-${name}-instructions`, PAYLOAD);
      await page.getByRole("button", { name: say("annotate.instructions.start"), exact: true }).click();
      await page.locator("img.picture:not(.coming)").or(page.locator(".stage p, .reading p")).first().waitFor();
      await page.waitForTimeout(300);
      const { words: _, waits: __, ...rest } = await seen(page);
      await page.screenshot({ path: join(PICTURES, `annotator-${name}.png`) });
      expect(rest).toEqual({ marker: undefined, strangeLinks: [], brought: 0, wideBy: 0 });
      await isInert(annotator, `/p/${projectId}/say`, `annotator-${name}-say`, /./);
    }
    await isInert(annotator, "/profile", "annotator-profile", /./);
    await isInert(annotator, "/my-work", "annotator-my-work", PAYLOAD);
    // The worker that keeps this screen is registered under the page's one policy for scripts.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await isInert(annotator, "/my-record", "annotator-my-record", PAYLOAD);
    await page.emulateMedia({ media: "print" });
    await page.screenshot({ path: join(PICTURES, "annotator-my-record-print.png"), fullPage: true });
    const { words: _, waits: __, ...printed } = await seen(page);
    expect(printed).toEqual({ marker: undefined, strangeLinks: [], brought: 0, wideBy: 0 });
    expect(ran).toEqual([]);
    await annotator.context.close();
  });

  it("are words in the data card that an export brings, and its files are offered for saving", async () => {
    const path = { projectId: evil.projectId };
    const done = await eventually("an export", async () => {
      const { exports } = await evil.client.call("listExports", { path });
      return exports.find(({ state }) => state === "ready");
    });
    const { files } = await evil.client.call("getExport", { path: { ...path, exportId: done.exportId } });
    const readme = files.find(({ name }) => name === "README.md");
    const answered = await fetch(readme?.url ?? "");
    expect(answered.headers.get("content-disposition")).toBe('attachment; filename="README.md"');
    expect(answered.headers.get("x-content-type-options")).toBe("nosniff");
    const card = await answered.text();
    expect(card).toContain("&lt;img src=/canary/");
    // No tag, no link and no picture that somebody wrote: each sign of them is written as a sign.
    expect(card).not.toMatch(/<[a-z/!]/i);
    expect(card).not.toMatch(/(?<!\\)\]\(/);
    expect(card).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    for (const { name } of files) expect(name).toMatch(/^[\w-]+\.[a-z]+$/);
  });
});

describe("a file opened by its own address", () => {
  it("is a picture or a text and nothing else: no payload in it runs", async () => {
    const person = await watched(await world.arrive("desk"));
    const { page } = person;
    const lists = [evil.projectId, texts].map((projectId) =>
      evil.vendor.call("listItems", { path: { projectId }, query: { limit: 50 } }),
    );
    const shown = (await Promise.all(lists)).flatMap(({ items }) => items.filter(({ url }) => url));
    expect(shown.map(({ media }) => media?.contentType).sort()).toEqual([
      "image/gif",
      "image/jpeg",
      "image/png",
      "image/png",
      "image/png",
      "text/plain",
    ]);
    for (const [at, { url = "", media }] of shown.entries()) {
      const response = await page.goto(url);
      expect(response?.headers()["content-type"]).toContain(media?.contentType);
      await page.waitForTimeout(100);
      expect(
        await page.evaluate(() => [Reflect.get(window, "pwned"), document.contentType, document.scripts.length]),
      ).toEqual([undefined, media?.contentType, 0]);
      await page.screenshot({ path: join(PICTURES, `direct-${at}.png`) });
    }
    expect(ran).toEqual([]);
    await person.context.close();
  });
});

describe("the page itself", () => {
  it("refuses a script however it is brought, a policy of another name, and another page's frame", async () => {
    const person = await watched(
      await world.arrive("desk", {
        allowed: /Content.Security.Policy|TrustedHTML|TrustedScript|Trusted Type|violates/i,
      }),
    );
    const { page } = person;
    await page.goto(world.server().addresses.page);
    await page.getByLabel(person.say("signIn.name"), { exact: true }).waitFor();
    const refused = await page.evaluate(async () => {
      const attempt = (run: () => unknown): string => {
        try {
          run();
          return "done";
        } catch (error) {
          return error instanceof Error ? error.name : "thrown";
        }
      };
      const policies: unknown = Reflect.get(window, "trustedTypes");
      const createPolicy = (name: string): unknown =>
        Reflect.apply(Reflect.get(Object(policies), "createPolicy"), policies, [
          name,
          { createHTML: (text: string) => text },
        ]);
      const inline = document.createElement("div");
      const link = document.createElement("a");
      link.href = "javascript:pwned=1";
      document.body.append(inline, link);
      const results = {
        html: attempt(() => (inline.innerHTML = "<img src=x onerror=pwned=1>")),
        handler: attempt(() => inline.setAttribute("onclick", "pwned=1")),
        script: attempt(() => (document.createElement("script").text = "pwned=1")),
        timer: attempt(() => Reflect.apply(Reflect.get(window, "setTimeout"), window, ["pwned=1", 0])),
        policy: attempt(() => createPolicy("default")),
        other: attempt(() => createPolicy("evil")),
      };
      link.click();
      inline.click();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { ...results, marker: Reflect.get(window, "pwned") };
    });
    expect(refused).toEqual({
      html: "TypeError",
      handler: "TypeError",
      script: "TypeError",
      timer: "TypeError",
      policy: "TypeError",
      other: "TypeError",
      marker: undefined,
    });
    await page.goto("about:blank");
    await page.setContent(`<iframe src="${world.server().addresses.page}"></iframe>`);
    await expect.poll(() => page.frames().at(-1)?.url()).toMatch(/^chrome-error:/);
    await person.context.close();
  });

  it("asked no other machine for anything, and complained of nothing", () => {
    expect(ran).toEqual([]);
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
