import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stayWhile } from "../../../../web/manage/upload/stay.ts";
import { aBrowser, settled, states } from "./a-browser.ts";
import { aFile } from "./fake-bucket.ts";

const TEXT = "a moth at night";
const PARTS = 4;

let browser: ReturnType<typeof aBrowser>;
beforeEach(() => {
  browser = aBrowser();
});
afterEach(() => vi.unstubAllGlobals());

describe("uploads", () => {
  test("send small files by form and large ones in parts, and leave no note behind", async () => {
    const uploads = browser.page();
    uploads.add([aFile("night/ant", "ant"), aFile("moth", TEXT)]);
    expect(uploads.isUnsent.value).toBe(true);
    await settled(uploads, "night/ant done", "moth done");
    expect(Object.fromEntries(browser.bucket.objects)).toEqual({ "forest01/night/ant": "ant", "forest01/moth": TEXT });
    expect([...browser.storage.kept.keys()]).toEqual(["labelloop.session"]);
    expect(uploads.isUnsent.value).toBe(false);
    expect(uploads.list.value.map(({ sentBytes }) => sentBytes)).toEqual([3, TEXT.length]);
  });

  test("are three at a time", async () => {
    const uploads = browser.page();
    browser.bucket.fates.push("hang", "hang", "hang");
    uploads.add(["a", "b", "c", "d"].map((name) => aFile(name, name)));
    await vi.waitFor(() => expect(browser.bucket.calls.filter((call) => call === "post")).toHaveLength(3), {
      interval: 1,
    });
    expect(states(uploads)).toEqual(["a sending", "b sending", "c sending", "d waiting"]);
    browser.bucket.letGo();
    await settled(uploads, "a done", "b done", "c done", "d done");
  });

  test("stop at a pause, and go on after the parts that lie there", async () => {
    const uploads = browser.page();
    await browser.inTheMiddle(uploads, aFile("moth", TEXT));
    uploads.pause();
    await settled(uploads, "moth waiting");
    expect(uploads.isUnsent.value, "a paused one is not sent").toBe(true);
    browser.bucket.letGo();
    const before = browser.bucket.calls.length;
    uploads.goOn();
    await settled(uploads, "moth done");
    expect(browser.bucket.calls.slice(before).filter((call) => !call.startsWith("sign"))).toEqual([
      "part 3",
      "part 4",
      "completeUpload",
    ]);
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("begin nothing while paused", () => {
    const uploads = browser.page();
    uploads.pause();
    uploads.add([aFile("ant", "ant")]);
    expect(states(uploads)).toEqual(["ant waiting"]);
    expect(browser.bucket.calls).toEqual([]);
  });

  test("do not wait for the next try before they are paused", async () => {
    const never = (): Promise<void> => new Promise(() => undefined);
    const uploads = browser.page(never);
    browser.bucket.fates.push("no network");
    uploads.add([aFile("moth", TEXT)]);
    await vi.waitFor(() => expect(browser.bucket.calls).toContain("part 1"), { interval: 1 });
    uploads.pause();
    await settled(uploads, "moth waiting");
    uploads.goOn();
    await settled(uploads, "moth done");
  });

  test("try a broken part again by themselves, longer apart each time", async () => {
    const uploads = browser.page();
    browser.bucket.fates.push("ok", "no network", 503, "no network");
    uploads.add([aFile("moth", TEXT)]);
    await settled(uploads, "moth done");
    expect(browser.waits).toEqual([2_000, 4_000, 8_000]);
    expect(browser.bucket.calls.filter((call) => call === "part 1")).toHaveLength(1);
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("may break any number of times as long as they get further", async () => {
    const uploads = browser.page();
    const long = "0123456789".repeat(4);
    for (let part = 0; part < 9; part++) browser.bucket.fates.push("ok", "no network");
    uploads.add([aFile("moth", long)]);
    await settled(uploads, "moth done");
    expect(browser.bucket.objects.get("forest01/moth")).toBe(long);
    expect(new Set(browser.waits)).toEqual(new Set([2_000]));
  });

  test("say why one failed, and go on where it was when tried once more", async () => {
    const uploads = browser.page();
    browser.bucket.fates.push("ok", ...Array.from({ length: PARTS }, () => "no network" as const));
    uploads.add([aFile("moth", TEXT), aFile("ant", "ant")]);
    browser.bucket.fates.unshift("ok");
    await vi.waitFor(() => expect(states(uploads)).toContain("moth failed"), { interval: 1 });
    expect(uploads.list.value[0]?.problem?.code).toBe("offline");
    uploads.retry();
    await settled(uploads, "moth done", "ant done");
    expect(uploads.list.value[0]?.problem).toBeUndefined();
    expect(
      browser.bucket.calls.filter((call) => call === "startUpload"),
      "nothing begun twice",
    ).toHaveLength(2);
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("do not ask again for what is refused, nor list it after a reload", async () => {
    const uploads = browser.page();
    uploads.add([aFile("../ant", "ant")]);
    await settled(uploads, "../ant failed");
    expect({ waits: browser.waits, left: browser.page().unfinished.value }).toEqual({ waits: [], left: [] });
  });

  test("take a file once, however often it is chosen", async () => {
    const uploads = browser.page();
    await browser.inTheMiddle(uploads, aFile("moth", TEXT));
    uploads.add([aFile("moth", TEXT), aFile("moth", TEXT)]);
    expect(uploads.list.value).toHaveLength(1);
    browser.bucket.letGo();
    await settled(uploads, "moth done");
  });
});

test("the page asks before it is left while something is not sent, and only then", async () => {
  const page = new EventTarget();
  const isAsked = (): boolean => !page.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const uploads = browser.page();
  const end = stayWhile(uploads.isUnsent, page);
  expect(isAsked()).toBe(false);
  await browser.inTheMiddle(uploads, aFile("moth", TEXT));
  expect(isAsked(), "sending").toBe(true);
  uploads.pause();
  await settled(uploads, "moth waiting");
  expect(isAsked(), "paused").toBe(true);
  uploads.goOn();
  await settled(uploads, "moth done");
  expect(isAsked(), "done").toBe(false);
  end();
});
