import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Uploads } from "../../../../web/manage/upload/uploads.ts";
import { aBrowser, settled } from "./a-browser.ts";
import { aFile } from "./fake-bucket.ts";

const TEXT = "a moth at night";
const names = (uploads: Uploads) => uploads.unfinished.value.map(({ name }) => name);

let browser: ReturnType<typeof aBrowser>;
beforeEach(() => {
  browser = aBrowser();
});
afterEach(() => vi.unstubAllGlobals());

describe("after a reload", () => {
  test("what was not sent to the end is listed: begun, waiting, of this project alone", async () => {
    const before = browser.page();
    browser.storage.place.write("labelloop.upload.forest02.ant.3.1", "{}");
    browser.storage.place.write("labelloop.upload.forest01.not ours", "?");
    await browser.inTheMiddle(before, aFile("night/moth.v2.mp4", TEXT));
    before.pause();
    before.add([aFile("ant", "ant")]);
    const after = browser.page();
    expect(after.unfinished.value.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ["ant", 3],
      ["night/moth.v2.mp4", TEXT.length],
    ]);
    expect(after.list.value).toEqual([]);
    expect(after.isUnsent.value, "nothing more is lost by leaving").toBe(false);
  });

  test("the same file goes on after the parts that lie there", async () => {
    await browser.inTheMiddle(browser.page(), aFile("moth", TEXT));
    const after = browser.page();
    browser.bucket.calls.length = 0;
    after.add([aFile("moth", TEXT)]);
    expect(names(after)).toEqual([]);
    await settled(after, "moth done");
    expect(browser.bucket.calls.filter((call) => !call.startsWith("sign"))).toEqual([
      "part 3",
      "part 4",
      "completeUpload",
    ]);
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT);
    expect(names(browser.page())).toEqual([]);
  });

  test("a file of a folder goes on when it is chosen alone", async () => {
    await browser.inTheMiddle(browser.page(), aFile("night/moth", TEXT));
    const after = browser.page();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "night/moth done");
    expect(browser.bucket.objects.get("forest01/night/moth")).toBe(TEXT);
  });

  test("another file of that name begins anew: other bytes must not follow on the first ones", async () => {
    await browser.inTheMiddle(browser.page(), aFile("moth", TEXT));
    const after = browser.page();
    after.add([aFile("moth", TEXT.toUpperCase(), 1_800_000_000_000)]);
    await settled(after, "moth done");
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT.toUpperCase());
    expect(names(after), "the other waits still").toEqual(["moth"]);
  });

  test("one that the server has swept begins anew", async () => {
    await browser.inTheMiddle(browser.page(), aFile("moth", TEXT));
    browser.bucket.uploads.clear();
    const after = browser.page();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "moth done");
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("one whose last answer was lost is found, not sent again", async () => {
    const before = browser.page(() => new Promise(() => undefined));
    browser.bucket.lost.answers = 1;
    before.add([aFile("moth", TEXT)]);
    await vi.waitFor(() => expect(browser.bucket.calls).toContain("completeUpload"), { interval: 1 });
    const after = browser.page();
    browser.bucket.calls.length = 0;
    after.add([aFile("moth", TEXT)]);
    await settled(after, "moth done");
    expect(browser.bucket.calls).toEqual(["completeUpload"]);
    expect(names(browser.page())).toEqual([]);
  });

  test("one that was to be joined when the server gave it up begins anew", async () => {
    browser.storage.place.write(
      `labelloop.upload.forest01.moth.${TEXT.length}.1700000000000`,
      JSON.stringify({ key: "forest01/moth", uploadId: "u0", partBytes: 4, etags: ["1"] }),
    );
    const after = browser.page();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "moth done");
    expect(browser.bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("a note that nobody can read is as good as none", async () => {
    await browser.inTheMiddle(browser.page(), aFile("moth", TEXT));
    for (const key of browser.storage.place.keys()) browser.storage.place.write(key, "{half");
    const after = browser.page();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "moth done");
  });

  test("forgetting gives the parts up, and stays forgotten", async () => {
    await browser.inTheMiddle(browser.page(), aFile("moth", TEXT));
    const after = browser.page();
    await after.forget(after.unfinished.value);
    expect(browser.bucket.uploads.size).toBe(0);
    expect({ now: names(after), later: names(browser.page()) }).toEqual({ now: [], later: [] });
  });

  test("forgetting that did not reach the server leaves it listed", async () => {
    await browser.inTheMiddle(browser.page(), aFile("moth", TEXT));
    const after = browser.page();
    browser.bucket.offline.now = true;
    await expect(after.forget(after.unfinished.value)).rejects.toMatchObject({ code: "offline" });
    expect({ now: names(after), later: names(browser.page()) }).toEqual({ now: ["moth"], later: ["moth"] });
  });
});

test("a full storage holds no upload back", async () => {
  browser = aBrowser(1);
  const uploads = browser.page();
  uploads.add([aFile("moth", TEXT), aFile("ant", "ant")]);
  await settled(uploads, "moth done", "ant done");
});

test("a folder of many thousand small files fills only its share of the storage", () => {
  const uploads = browser.page();
  uploads.pause();
  uploads.add(Array.from({ length: 5_000 }, (_, at) => aFile(`many/${at}`, "x")));
  expect(browser.storage.kept.size).toBe(2_001);
});
