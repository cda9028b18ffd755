import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../../../lambdas/endpoints.ts";
import { ingestMessage } from "../../../lambdas/ingest/messages.ts";
import { ingest } from "../../../lambdas/ingest.ts";
import { serveQueue } from "../../../lambdas/queue.ts";
import { startUpload } from "../../../lambdas/start-upload.ts";
import { type Card, type IngestWorld, startIngestWorld } from "../../support/ingest-world.ts";
import { anImage } from "../../support/media-files.ts";

const UP = "../other/leaf.png";
/** Filled up to the bytes of a key, with the project's prefix. */
const LONGEST = "é";
const keyOf = (projectId: string, name: string): string => {
  const key = `${projectId}/${name}`;
  return name === LONGEST ? key.padEnd(key.length + Math.floor((1024 - Buffer.byteLength(key)) / 2), LONGEST) : key;
};

const REFUSED: readonly (readonly [what: string, name: string, why: string])[] = [
  ["leads up a folder", UP, "does not go up"],
  ["leads up a folder further in", "a/../../b.png", "does not go up"],
  ["leads up a folder on Windows", "a\\..\\..\\b.png", "does not go up"],
  ["leads to the same folder", "./leaf.png", "dot"],
  ["is absolute", "/etc/passwd", "relative"],
  ["is absolute on Windows", "C:\\Windows\\leaf.png", "relative"],
  ["is on another machine", "\\\\host\\leaf.png", "relative"],
  ["has a control character", "leaf\u0007.png", "control"],
  ["has a new line, as a header would begin", "leaf.png\r\nSet-Cookie: a=b", "control"],
  ["has a separator of lines", "leaf\u2028.png", "control"],
  ["is a list's, and leads up a folder", "../list.jsonl", "does not go up"],
];
const TAKEN: readonly (readonly [what: string, name: string])[] = [
  ["is as long as S3 takes", LONGEST],
  ["turns the direction of text", "leaf\u202egnp.exe.png"],
  ["is a tag with a script", `<img src=x onerror=alert(1)>".png`],
  ["is a formula", "=HYPERLINK(1).png"],
  ["has letters of every plane, and is heavily marked", `𝕃e${"\u0301".repeat(90)}af 👩🏽‍🌾.png`],
  ["is one of JavaScript's own", "__proto__"],
  ["looks encoded", "%2e%2e%2fleaf%00.png"],
  ["has every sign of a form and an address", "a+b&c=d?e#f;g:h@i,$(j)'k'.png"],
];

describe("a file with a hostile name", () => {
  let world: IngestWorld;
  beforeAll(async () => {
    world = await startIngestWorld();
  });
  afterAll(() => world.close());

  const put = async (Key: string, Body: Uint8Array): Promise<void> => {
    await world.deps.bucket.send(new PutObjectCommand({ Bucket: world.deps.config.INGEST_BUCKET, Key, Body }));
  };
  /** All that the bucket told, as one batch of the queue's. */
  const deliver = async () => {
    const Records = world.takeEvents().map((record, at) => ({
      messageId: String(at),
      body: JSON.stringify({ Records: [record] }),
    }));
    return serveQueue({ message: ingestMessage, atOnce: 4 }, world.deps, ingest)({ Records });
  };

  describe("put by an S3 client among others", () => {
    let found: readonly Card[];
    let served: Awaited<ReturnType<typeof deliver>>;
    let picture: Uint8Array;
    beforeAll(async () => {
      const { projectId, all } = await world.dataset();
      picture = await anImage("png", { red: 7 });
      const names = [...REFUSED, ...TAKEN].map(([, name]) => name);
      for (const name of ["before.png", ...names, "behind.png"]) await put(keyOf(projectId, name), picture);
      served = await deliver();
      found = await all();
    });
    const named = (name: string) =>
      found.find((one) => one.name === name || (name === LONGEST && one.name.length > 400));

    it("keeps none of them: they are items, and no message comes again", () => {
      expect(served).toEqual({ batchItemFailures: [] });
      expect([named("before.png")?.state, named("behind.png")?.state]).toEqual(["open", "open"]);
      expect(found).toHaveLength(REFUSED.length + TAKEN.length + 2);
    });

    it.each(REFUSED)("that %s is told to the vendor with the reason, and nobody is sent to it", (_, name, why) => {
      const rejection = { code: "bad_name", message: expect.stringContaining(why) };
      expect(named(name)).toMatchObject({ state: "rejected", rejection });
      // By its address nobody could see it: a browser takes dots out before it asks.
      expect(named(name)?.url).toBeUndefined();
    });

    it.each(TAKEN)(
      "that %s is a name like any other: its picture is shown by an address that works",
      async (_, name) => {
        expect(named(name)?.state).toBe("open");
        // As a browser writes an address before it asks.
        const answered = await fetch(new URL(named(name)?.url ?? "").href);
        expect(answered.status).toBe(200);
        expect(Buffer.from(await answered.arrayBuffer())).toEqual(picture);
      },
    );
  });

  it("with a NUL, or bytes that are no letters, is not even taken by the bucket", async () => {
    const { projectId, all } = await world.dataset();
    await expect(put(`${projectId}/leaf\0.png`, await anImage("png"))).rejects.toMatchObject({
      name: "InvalidArgument",
    });
    const [endpoint] = [await world.deps.bucket.config.endpoint?.()];
    const address = `http://${endpoint?.hostname}:${endpoint?.port}/${world.deps.config.INGEST_BUCKET}/${projectId}`;
    // Half of a surrogate pair, and a byte that begins nothing.
    for (const name of ["%ED%A0%BD.png", "%FF.png", "%C0%AE%C0%AE/leaf.png"]) {
      const answered = await fetch(`${address}/${name}`, { method: "PUT", body: "x" });
      expect([answered.status, await answered.text()]).toEqual([400, expect.stringContaining("InvalidURI")]);
    }
    expect(world.takeEvents()).toEqual([]);
    expect(await all()).toEqual([]);
  });

  it.each([
    ["leads up a folder", UP],
    ["is absolute", "/etc/passwd"],
    ["leads up a folder on Windows", "a\\..\\b.png"],
    ["has a NUL", "leaf\0.png"],
    ["has a new line", "leaf\r\n.png"],
    ["would be filled in by the bucket", "\u0024{filename}"],
    ["is longer than a key", "é".repeat(600)],
  ])("that %s gets no address from the page's way in", async (_, name) => {
    const { projectId } = await world.dataset();
    const { status, body } = await world.ask(endpoints.startUpload, startUpload, {
      as: world.vendor,
      path: { projectId },
      body: { files: [{ name, sizeBytes: 3, contentType: "image/png" }] },
    });
    expect([status, body["code"]]).toEqual([400, "bad-request"]);
    expect(String(body["message"])).toMatch(/name|body/);
  });

  it("cannot be given after the address was made: key, type and size are signed", async () => {
    const { projectId, all } = await world.dataset();
    const picture = await anImage("png", { red: 9 });
    const { files } = await world.call(endpoints.startUpload, startUpload, {
      as: world.vendor,
      path: { projectId },
      body: { files: [{ name: "leaf.png", sizeBytes: picture.length, contentType: "image/png" }] },
    });
    const [target] = files;
    if (target?.kind !== "post") throw new Error("a form post was expected");
    const post = async (changed: Record<string, string>, content: Uint8Array = picture): Promise<number> => {
      const form = new FormData();
      for (const [field, value] of Object.entries({ ...target.fields, ...changed })) form.append(field, value);
      form.append("file", new Blob([Uint8Array.from(content)]));
      return (await fetch(target.url, { method: "POST", body: form })).status;
    };
    expect(await post({ key: `${projectId}/../other/leaf.png` })).toBe(403);
    expect(await post({ key: "leaf.png" })).toBe(403);
    expect(await post({ "Content-Type": "text/html" })).toBe(403);
    expect(await post({ "Content-Disposition": "attachment" })).toBe(403);
    expect(await post({}, Buffer.concat([picture, Buffer.from("x")]))).toBe(400);
    expect(await post({})).toBeLessThan(300);
    expect(await deliver()).toEqual({ batchItemFailures: [] });
    expect((await all()).map(({ name, state }) => [name, state])).toEqual([["leaf.png", "open"]]);
  });

  it("in one message with others holds none of them up, even when it fails for now", async () => {
    const { projectId, all } = await world.dataset();
    await put(`${projectId}/good.png`, await anImage("png", { red: 10 }));
    const [good] = world.takeEvents() as { s3: { object: { key: string } } }[];
    // What S3 never sends: a key that cannot be read. The message comes again; the file behind it is there already.
    const unreadable = { ...good, s3: { object: { key: `${projectId}/%ED%A0%BD.png` } } };
    const body = JSON.stringify({ Records: [unreadable, good] });
    const served = await serveQueue(
      { message: ingestMessage },
      world.deps,
      ingest,
    )({ Records: [{ messageId: "1", body }] });
    expect(served.batchItemFailures).toHaveLength(1);
    expect((await all()).map(({ name, state }) => [name, state])).toEqual([["good.png", "open"]]);
  });
});
