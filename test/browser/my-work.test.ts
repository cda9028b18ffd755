import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { genuineRecord } from "../../cli/record-verify.ts";
import { type Api, apiOf, eventually, signInAs } from "../support/api.ts";
import { pictureWithOrientation } from "../support/pictures.ts";
import { findingsOn } from "./support/axe.ts";
import { openProject } from "./support/by-api.ts";
import { arriveAs } from "./support/start.ts";
import { type Person, startWorld, type World } from "./support/world.ts";

const PAGE_BYTES = 60 * 1024;
const PICTURES = 4;
const TITLE = "Leaves of Odisha";
/** What the browser itself says of a network that is off. */
const OFFLINE = { allowed: /ERR_INTERNET_DISCONNECTED|Failed to load resource|fetch/i };

/** Answers what there is, through the API. */
const answerAll = async (annotator: Api, projectId: string): Promise<number> => {
  let answered = 0;
  for (;;) {
    const given = await annotator.call("assign", { path: { projectId }, body: {} });
    if (given.state !== "assigned") return answered;
    const { assignmentId, items } = given.assignment;
    const answers = items.map(({ itemId }) => ({
      itemId,
      submissionId: crypto.randomUUID(),
      answer: { kind: "labelled" as const, value: { classes: ["pest"] } },
    }));
    await annotator.call("submit", { path: { projectId }, body: { assignmentId, answers } });
    answered += items.length;
  }
};

/** Shown amounts stand between the words with a sign before them. */
const figure = ({ page }: Person, amount: string) => page.getByText(amount, { exact: true }).first();

describe("my work", () => {
  let world: World;
  let projectId = "";
  let vendor: Api;
  let annotator: Api;

  beforeAll(async () => {
    world = await startWorld();
    const bytes = new Uint8Array(await pictureWithOrientation(1));
    const files = await Promise.all(
      Array.from({ length: PICTURES }, async (_, at) => {
        // Other bytes each: equal ones would be one item.
        const own = new Uint8Array([...bytes, at]);
        return { name: `${at}.jpg`, bytes: own, contentType: "image/jpeg" };
      }),
    );
    const pay = { kind: "paid" as const, amountMicros: 1_250_001, currency: "INR" };
    const made = await openProject(
      world,
      { media: "image", title: { en: TITLE, hi: "ओडिशा के पत्ते" }, pay },
      files,
      PICTURES,
    );
    ({ projectId, vendor } = made);
    annotator = await signInAs(world.server().addresses, "annotator");
    await eventually("four answers", async () => ((await answerAll(annotator, projectId)) > 0 ? true : undefined));
    await eventually("four lines in the ledger", async () => {
      await answerAll(annotator, projectId);
      return (await annotator.call("myWork", { query: {} })).answers === PICTURES || undefined;
    });
    const text = { en: "A field trial of a crop-pest detector, Odisha", hi: "कीट पहचानने वाले मॉडल का खेत में परीक्षण" };
    await vendor.call("stateUse", { path: { projectId }, body: { useId: "01JZK3V8Q4M2N6P7R9S0T1V2W5", text } });
  });
  afterEach(({ task }) => (task.result?.state === "fail" ? world.photograph(task.name) : undefined));
  afterAll(() => world.close());

  const opened = async (options: Parameters<typeof arriveAs>[3] = {}): Promise<Person> => {
    const person = await arriveAs(world, "annotator", "phone", options);
    await person.page.goto(`${world.server().addresses.page}/my-work`);
    await person.page.getByRole("heading", { name: person.say("mine.title"), level: 1 }).waitFor();
    return person;
  };
  const isKept = ({ page }: Person): Promise<true> =>
    eventually("the page to be kept", () =>
      page.evaluate(async () => {
        const registered = await navigator.serviceWorker.getRegistration("/my-work");
        return (registered?.active?.state === "activated" && (await caches.has("labelloop-my-work"))) || undefined;
      }),
    );

  it("says what was earned and what became of it, within 60 KiB for all that the page asks for", async () => {
    const nehma = await opened();
    await figure(nehma, "₹5.000004").waitFor();
    const storageState = await nehma.context.storageState();
    await nehma.context.close();

    const fresh = await world.arrive("phone", { more: { storageState } });
    const loaded: { readonly name: string; readonly bytes: number }[] = [];
    const reading: Promise<void>[] = [];
    fresh.context.on("response", (response) => {
      if (response.request().resourceType() === "font") return;
      const name = new URL(response.url()).pathname;
      // Answers of the API travel as they are; CloudFront packs the rest.
      const size = (body: Buffer): number => (name.startsWith("/api/") ? body.length : gzipSync(body).length);
      reading.push(response.body().then((body) => void loaded.push({ name, bytes: size(body) })));
    });
    await fresh.page.goto(`${world.server().addresses.page}/my-work`);
    await figure(fresh, "₹5.000004").waitFor();
    await fresh.page.getByText("A field trial of a crop-pest detector, Odisha").waitFor();
    await isKept(fresh);
    await Promise.all(reading);
    const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
    console.info(`my work: ${(total / 1024).toFixed(1)} KiB in ${loaded.length} answers`);
    expect(loaded.some(({ name }) => name === "/api/my-work")).toBe(true);
    expect(total, JSON.stringify(loaded)).toBeLessThanOrEqual(PAGE_BYTES);
    await fresh.context.close();
  });

  it("opens without a network after it was opened once, in both languages, and says as of when", async () => {
    const nehma = await opened(OFFLINE);
    await figure(nehma, "₹5.000004").waitFor();
    await isKept(nehma);
    await nehma.context.setOffline(true);
    await nehma.page.reload();
    await figure(nehma, "₹5.000004").waitFor();
    const asOf = nehma.page.getByRole("status").filter({ hasText: "as of" });
    await asOf.waitFor();
    expect(await asOf.textContent()).toContain(String(new Date().getFullYear()));
    await nehma.page.screenshot({ path: join("out", "browser", "my-work-offline.png"), fullPage: true });
    await nehma.page.getByRole("button", { name: "हिन्दी", exact: true }).click();
    await nehma.page.getByRole("heading", { name: "मेरा काम", level: 1 }).waitFor();
    await nehma.page.reload();
    await nehma.page.getByRole("heading", { name: "मेरा काम", level: 1 }).waitFor();
    await figure(nehma, "₹5.000004").waitFor();
    await nehma.context.setOffline(false);
    await nehma.page.getByText("कीट पहचानने वाले मॉडल का खेत में परीक्षण").waitFor();
    await nehma.context.close();
  });

  it("keeps the files of the newest build, and no older ones", async () => {
    const nehma = await opened();
    await isKept(nehma);
    const files = (): Promise<readonly string[]> =>
      nehma.page.evaluate(async () =>
        (await (await caches.open("labelloop-my-work")).keys()).map(({ url }) => new URL(url).pathname),
      );
    const before = await files();
    await nehma.page.evaluate(async () => {
      const kept = await caches.open("labelloop-my-work");
      await kept.put("/assets/of-an-older-build.js", new Response("old"));
      await kept.put("/my-work", new Response("old"));
    });
    await nehma.page.reload();
    await figure(nehma, "₹5.000004").waitFor();
    await eventually("what is old to go", async () => (await files()).length === before.length || undefined);
    expect([...(await files())].sort()).toEqual([...before].sort());
    const page = await nehma.page.evaluate(async () => (await caches.match("/my-work"))?.text());
    expect(page).toContain("/assets/");
    await nehma.context.close();
  });

  it("leaves nothing of hers on the device once she has signed out", async () => {
    const nehma = await opened(OFFLINE);
    await figure(nehma, "₹5.000004").waitFor();
    await isKept(nehma);
    await nehma.page.getByRole("button", { name: new RegExp(nehma.say("app.menu")) }).click();
    await nehma.page.getByRole("button", { name: nehma.say("app.signOut") }).click();
    await nehma.page.getByLabel(nehma.say("signIn.name"), { exact: true }).waitFor();
    const left = await nehma.page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(left).not.toContain("5000004");
    await nehma.context.setOffline(true);
    await nehma.page.reload();
    await nehma.page.getByLabel(nehma.say("signIn.name"), { exact: true }).waitFor();
    expect(await figure(nehma, "₹5.000004").count()).toBe(0);
    await nehma.context.close();
  });

  it("shows what the vendor wrote down as paid; paying more than is owed asks first", async () => {
    const vera = await arriveAs(world, "vendor");
    await vera.page.goto(`${world.server().addresses.page}/p/${projectId}/people`);
    await vera.page.getByRole("button", { name: vera.say("pay.show") }).click();
    await vera.page.getByText(vera.say("pay.owed", { amount: "₹5.000004" })).waitFor();
    await vera.page.screenshot({ path: join("out", "browser", "pay-part.png"), fullPage: true });
    const pay = async (amount: string): Promise<void> => {
      await vera.page.getByRole("button", { name: /^Write down a payout to/ }).click();
      await vera.page.getByLabel(vera.say("pay.amount"), { exact: true }).fill(amount);
      await vera.page
        .getByRole("dialog")
        .getByRole("button", { name: vera.say("pay.save"), exact: true })
        .click();
    };
    await pay("2");
    await vera.page.getByText(vera.say("pay.owed", { amount: "₹3.000004" })).waitFor();
    await pay("4");
    await vera.page.getByText(vera.say("pay.over", { amount: "₹0.999996" })).waitFor();
    await vera.page.screenshot({ path: join("out", "browser", "pay-over.png") });
    await vera.page.getByRole("button", { name: vera.say("pay.over.yes") }).click();
    await vera.page.getByText(vera.say("pay.ahead", { amount: "₹0.999996" })).waitFor();
    expect(await findingsOn(vera.page)).toEqual([]);
    await vera.context.close();

    const nehma = await opened();
    await figure(nehma, "₹6.00").waitFor();
    await figure(nehma, "₹0.999996").waitFor();
    await nehma.page.screenshot({ path: join("out", "browser", "my-work.png"), fullPage: true });
    expect(await findingsOn(nehma.page)).toEqual([]);
    await nehma.context.close();
  });

  it("gives a record that whoever is shown it can check", async () => {
    const nehma = await opened();
    await nehma.page.getByRole("link", { name: nehma.say("mine.record.go") }).click();
    await nehma.page.getByRole("heading", { name: TITLE }).waitFor();
    const [download] = await Promise.all([
      nehma.page.waitForEvent("download"),
      nehma.page.getByRole("button", { name: nehma.say("mine.record.save") }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    const key = await apiOf(world.server().addresses).call("installationKey");
    const record = genuineRecord(text, key);
    expect(record.projects.map(({ answers, pay }) => [answers, pay[0]?.earnedMicros])).toEqual([[PICTURES, 5_000_004]]);
    expect(() => genuineRecord(text.replace(`"answers": ${PICTURES}`, '"answers": 9'), key)).toThrow("not genuine");
    await nehma.page.emulateMedia({ media: "print" });
    expect(await nehma.page.getByRole("button", { name: nehma.say("mine.record.print") }).isVisible()).toBe(false);
    await nehma.page.screenshot({ path: join("out", "browser", "my-record-print.png"), fullPage: true });
    await nehma.page.emulateMedia({ media: "screen" });
    expect(await findingsOn(nehma.page)).toEqual([]);
    await nehma.context.close();
  });

  it("asked nothing of any other machine, and did not complain", () => {
    expect(world.strangers).toEqual([]);
    expect(world.complaints).toEqual([]);
  });
});
