import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { NamedFile } from "../../../../web/manage/upload/dropped.ts";
import { stayWhile } from "../../../../web/manage/upload/stay.ts";
import { makeUploads, type Uploads } from "../../../../web/manage/upload/uploads.ts";
import { aBucket, aFile, aPlace } from "./fake-bucket.ts";

const TEXT = "a moth at night";
const PARTS = 4;

let bucket: ReturnType<typeof aBucket>;
let storage: ReturnType<typeof aPlace>;
let waits: number[];
/** The page as it comes up, with what the browser has kept. */
const aPage = (): Uploads =>
  makeUploads("forest01", {
    api: bucket.api,
    place: storage.place,
    wait: async (ms) => void waits.push(ms),
  });
const states = (uploads: Uploads) => uploads.list.value.map(({ note, state }) => `${note.name} ${state}`);
const settled = (uploads: Uploads, ...wanted: readonly string[]) =>
  vi.waitFor(() => expect(states(uploads).toSorted()).toEqual(wanted.toSorted()), { interval: 1 });
const names = (uploads: Uploads) => uploads.unfinished.value.map(({ name }) => name);
/** Two parts of the file have arrived, the third is on its way. */
const inTheMiddle = async (uploads: Uploads, file: NamedFile): Promise<void> => {
  bucket.fates.push("ok", "ok", "hang");
  uploads.add([file]);
  await vi.waitFor(() => expect(bucket.calls).toContain("part 3"), { interval: 1 });
};

beforeEach(() => {
  bucket = aBucket();
  storage = aPlace();
  waits = [];
});
afterEach(() => vi.unstubAllGlobals());

describe("uploads", () => {
  test("send small files by form and large ones in parts, and leave no note behind", async () => {
    const uploads = aPage();
    uploads.add([aFile("night/ant", "ant"), aFile("moth", TEXT)]);
    expect(uploads.isUnsent.value).toBe(true);
    await settled(uploads, "night/ant done", "moth done");
    expect(Object.fromEntries(bucket.objects)).toEqual({ "forest01/night/ant": "ant", "forest01/moth": TEXT });
    expect([...storage.kept.keys()]).toEqual(["labelloop.session"]);
    expect(uploads.isUnsent.value).toBe(false);
    expect(uploads.list.value.map(({ sentBytes }) => sentBytes)).toEqual([3, TEXT.length]);
  });

  test("are three at a time", async () => {
    const uploads = aPage();
    bucket.fates.push("hang", "hang", "hang");
    uploads.add(["a", "b", "c", "d"].map((name) => aFile(name, name)));
    await vi.waitFor(() => expect(bucket.calls.filter((call) => call === "post")).toHaveLength(3), { interval: 1 });
    expect(states(uploads)).toEqual(["a sending", "b sending", "c sending", "d waiting"]);
    bucket.letGo();
    await settled(uploads, "a done", "b done", "c done", "d done");
  });

  test("stop at a pause, and go on after the parts that lie there", async () => {
    const uploads = aPage();
    await inTheMiddle(uploads, aFile("moth", TEXT));
    uploads.pause();
    await settled(uploads, "moth waiting");
    expect(uploads.isUnsent.value, "a paused one is not sent").toBe(true);
    bucket.letGo();
    const before = bucket.calls.length;
    uploads.goOn();
    await settled(uploads, "moth done");
    expect(bucket.calls.slice(before).filter((call) => !call.startsWith("sign"))).toEqual([
      "part 3",
      "part 4",
      "completeUpload",
    ]);
    expect(bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("begin nothing while paused", () => {
    const uploads = aPage();
    uploads.pause();
    uploads.add([aFile("ant", "ant")]);
    expect(states(uploads)).toEqual(["ant waiting"]);
    expect(bucket.calls).toEqual([]);
  });

  test("do not wait for the next try before they are paused", async () => {
    const never = (): Promise<void> => new Promise(() => undefined);
    const uploads = makeUploads("forest01", { api: bucket.api, place: storage.place, wait: never });
    bucket.fates.push("no network");
    uploads.add([aFile("moth", TEXT)]);
    await vi.waitFor(() => expect(bucket.calls).toContain("part 1"), { interval: 1 });
    uploads.pause();
    await settled(uploads, "moth waiting");
    uploads.goOn();
    await settled(uploads, "moth done");
  });

  test("try a broken part again by themselves, longer apart each time", async () => {
    const uploads = aPage();
    bucket.fates.push("ok", "no network", 503, "no network");
    uploads.add([aFile("moth", TEXT)]);
    await settled(uploads, "moth done");
    expect(waits).toEqual([2_000, 4_000, 8_000]);
    expect(bucket.calls.filter((call) => call === "part 1")).toHaveLength(1);
    expect(bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("may break any number of times as long as they get further", async () => {
    const uploads = aPage();
    const long = "0123456789".repeat(4);
    for (let part = 0; part < 9; part++) bucket.fates.push("ok", "no network");
    uploads.add([aFile("moth", long)]);
    await settled(uploads, "moth done");
    expect(bucket.objects.get("forest01/moth")).toBe(long);
    expect(new Set(waits)).toEqual(new Set([2_000]));
  });

  test("say why one failed, and go on where it was when tried once more", async () => {
    const uploads = aPage();
    bucket.fates.push("ok", ...Array.from({ length: PARTS }, () => "no network" as const));
    uploads.add([aFile("moth", TEXT), aFile("ant", "ant")]);
    bucket.fates.unshift("ok");
    await vi.waitFor(() => expect(states(uploads)).toContain("moth failed"), { interval: 1 });
    expect(uploads.list.value[0]?.problem?.code).toBe("offline");
    uploads.retry();
    await settled(uploads, "moth done", "ant done");
    expect(uploads.list.value[0]?.problem).toBeUndefined();
    expect(
      bucket.calls.filter((call) => call === "startUpload"),
      "nothing begun twice",
    ).toHaveLength(2);
    expect(bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("do not ask again for what is refused, nor list it after a reload", async () => {
    const uploads = aPage();
    uploads.add([aFile("../ant", "ant")]);
    await settled(uploads, "../ant failed");
    expect({ waits, left: names(aPage()) }).toEqual({ waits: [], left: [] });
  });

  test("take a file once, however often it is chosen", async () => {
    const uploads = aPage();
    await inTheMiddle(uploads, aFile("moth", TEXT));
    uploads.add([aFile("moth", TEXT), aFile("moth", TEXT)]);
    expect(uploads.list.value).toHaveLength(1);
    bucket.letGo();
    await settled(uploads, "moth done");
  });
});

describe("after a reload", () => {
  test("what was not sent to the end is listed: begun, waiting, of this project alone", async () => {
    const before = aPage();
    storage.place.write("labelloop.upload.other.ant.3.1", "{}");
    storage.place.write("labelloop.upload.forest01.not ours", "?");
    await inTheMiddle(before, aFile("night/moth.v2.mp4", TEXT));
    before.pause();
    before.add([aFile("ant", "ant")]);
    const after = aPage();
    expect(after.unfinished.value.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ["ant", 3],
      ["night/moth.v2.mp4", TEXT.length],
    ]);
    expect(after.list.value).toEqual([]);
    expect(after.isUnsent.value, "nothing more is lost by leaving").toBe(false);
  });

  test("the same file goes on after the parts that lie there", async () => {
    await inTheMiddle(aPage(), aFile("moth", TEXT));
    const after = aPage();
    bucket.calls.length = 0;
    after.add([aFile("moth", TEXT)]);
    expect(names(after)).toEqual([]);
    await settled(after, "moth done");
    expect(bucket.calls.filter((call) => !call.startsWith("sign"))).toEqual(["part 3", "part 4", "completeUpload"]);
    expect(bucket.objects.get("forest01/moth")).toBe(TEXT);
    expect(names(aPage())).toEqual([]);
  });

  test("a file of a folder goes on when it is chosen alone", async () => {
    await inTheMiddle(aPage(), aFile("night/moth", TEXT));
    const after = aPage();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "night/moth done");
    expect(bucket.objects.get("forest01/night/moth")).toBe(TEXT);
  });

  test("another file of that name begins anew: other bytes must not follow on the first ones", async () => {
    await inTheMiddle(aPage(), aFile("moth", TEXT));
    const after = aPage();
    after.add([aFile("moth", TEXT.toUpperCase(), 1_800_000_000_000)]);
    await settled(after, "moth done");
    expect(bucket.objects.get("forest01/moth")).toBe(TEXT.toUpperCase());
    expect(names(after), "the other waits still").toEqual(["moth"]);
  });

  test("one that the server has swept begins anew", async () => {
    await inTheMiddle(aPage(), aFile("moth", TEXT));
    bucket.uploads.clear();
    const after = aPage();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "moth done");
    expect(bucket.objects.get("forest01/moth")).toBe(TEXT);
  });

  test("a note that nobody can read is as good as none", async () => {
    await inTheMiddle(aPage(), aFile("moth", TEXT));
    for (const key of storage.place.keys()) storage.place.write(key, "{half");
    const after = aPage();
    after.add([aFile("moth", TEXT)]);
    await settled(after, "moth done");
  });

  test("forgetting gives the parts up, and stays forgotten", async () => {
    await inTheMiddle(aPage(), aFile("moth", TEXT));
    const after = aPage();
    await after.forget(after.unfinished.value);
    expect(bucket.uploads.size).toBe(0);
    expect({ now: names(after), later: names(aPage()) }).toEqual({ now: [], later: [] });
  });

  test("forgetting that did not reach the server leaves it listed", async () => {
    await inTheMiddle(aPage(), aFile("moth", TEXT));
    const after = aPage();
    bucket.offline.now = true;
    await expect(after.forget(after.unfinished.value)).rejects.toMatchObject({ code: "offline" });
    expect({ now: names(after), later: names(aPage()) }).toEqual({ now: ["moth"], later: ["moth"] });
  });
});

test("a full storage holds no upload back", async () => {
  storage = aPlace(1);
  const uploads = aPage();
  uploads.add([aFile("moth", TEXT), aFile("ant", "ant")]);
  await settled(uploads, "moth done", "ant done");
});

test("a folder of many thousand small files fills only its share of the storage", () => {
  const uploads = aPage();
  uploads.pause();
  uploads.add(Array.from({ length: 5_000 }, (_, at) => aFile(`many/${at}`, "x")));
  expect(storage.kept.size).toBe(2_001);
});

test("the page asks before it is left while something is not sent, and only then", async () => {
  const page = new EventTarget();
  const isAsked = (): boolean => !page.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const uploads = aPage();
  const end = stayWhile(uploads.isUnsent, page);
  expect(isAsked()).toBe(false);
  await inTheMiddle(uploads, aFile("moth", TEXT));
  expect(isAsked(), "sending").toBe(true);
  uploads.pause();
  await settled(uploads, "moth waiting");
  expect(isAsked(), "paused").toBe(true);
  uploads.goOn();
  await settled(uploads, "moth done");
  expect(isAsked(), "done").toBe(false);
  end();
});
