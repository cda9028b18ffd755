import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BucketWorld, openBucketWorld, put, refusalOf } from "./support/bucket.ts";

let world: BucketWorld;
beforeAll(async () => {
  world = await openBucketWorld();
});
afterAll(() => world.close());

const bucketOf = async (keys: readonly string[]): Promise<string> => {
  const Bucket = await world.newBucket();
  for (const key of keys) await put(world.client, Bucket, key);
  return Bucket;
};

/** Every page of a listing, each as what it shows. */
const pages = async (input: ListObjectsV2CommandInput) => {
  const shown: { keys: string[]; prefixes: string[] }[] = [];
  for (let token: string | undefined; ; ) {
    const page = await world.client.send(new ListObjectsV2Command({ ...input, ContinuationToken: token }));
    const [keys, prefixes] = [
      (page.Contents ?? []).map(({ Key }) => Key!),
      (page.CommonPrefixes ?? []).map((p) => p.Prefix!),
    ];
    expect(page.KeyCount).toBe(keys.length + prefixes.length);
    shown.push({ keys, prefixes });
    token = page.NextContinuationToken;
    expect(page.IsTruncated).toBe(token !== undefined);
    if (token === undefined) return shown;
  }
};

const inByteOrder = (keys: readonly string[]) =>
  [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe("a listing", () => {
  const keys = ["a.txt", "a/1", "a/2", "a/b/3", "a0", "b/1", "b/2", "c", "z/", "é/1", "\uffee", "𐀀/1", "🐛", "🐛/x"];
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await bucketOf(keys);
  });

  it("has every key once, in the order of its bytes, at any page size", async () => {
    for (const MaxKeys of [1, 3, 5, 1000]) {
      const shown = await pages({ Bucket, MaxKeys });
      expect(shown.flatMap((page) => page.keys)).toEqual(inByteOrder(keys));
      for (const page of shown) expect(page.keys.length).toBeLessThanOrEqual(MaxKeys);
    }
  });

  it("is narrowed by a prefix", async () => {
    expect((await pages({ Bucket, Prefix: "a/", MaxKeys: 2 })).flatMap((page) => page.keys)).toEqual([
      "a/1",
      "a/2",
      "a/b/3",
    ]);
    expect((await pages({ Bucket, Prefix: "nothing" })).flatMap((page) => page.keys)).toEqual([]);
  });

  it("shows folders once each, at any page size", async () => {
    for (const MaxKeys of [1, 2, 1000]) {
      const shown = await pages({ Bucket, Delimiter: "/", MaxKeys });
      expect(shown.flatMap((page) => page.keys)).toEqual(inByteOrder(["a.txt", "a0", "c", "\uffee", "🐛"]));
      expect(shown.flatMap((page) => page.prefixes)).toEqual(inByteOrder(["a/", "b/", "z/", "é/", "𐀀/", "🐛/"]));
    }
    expect(await pages({ Bucket, Prefix: "a/", Delimiter: "/" })).toEqual([
      { keys: ["a/1", "a/2"], prefixes: ["a/b/"] },
    ]);
  });

  it("goes on after a given key, there or not", async () => {
    expect((await pages({ Bucket, StartAfter: "a/2", MaxKeys: 3 })).flatMap((page) => page.keys).slice(0, 2)).toEqual([
      "a/b/3",
      "a0",
    ]);
    expect((await pages({ Bucket, StartAfter: "bzz", Prefix: "c" }))[0]?.keys).toEqual(["c"]);
    expect((await pages({ Bucket, StartAfter: "a", Prefix: "b/" }))[0]?.keys).toEqual(["b/1", "b/2"]);
  });

  it("may be of nothing", async () => {
    expect(await pages({ Bucket, MaxKeys: 0 })).toEqual([{ keys: [], prefixes: [] }]);
  });

  it("tells size, ETag, time and checksum of each object, and its owner when asked", async () => {
    const { Contents } = await world.client.send(new ListObjectsV2Command({ Bucket, Prefix: "c", FetchOwner: true }));
    expect(Contents).toEqual([
      expect.objectContaining({
        Key: "c",
        Size: 5,
        ETag: '"5d41402abc4b2a76b9719d911017c592"',
        StorageClass: "STANDARD",
        LastModified: expect.any(Date),
        ChecksumAlgorithm: ["CRC32"],
        Owner: expect.objectContaining({ ID: expect.any(String) }),
      }),
    ]);
  });

  it("comes URL-encoded when asked", async () => {
    const { Contents } = await world.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: "🐛/", EncodingType: "url" }),
    );
    expect(Contents?.[0]?.Key).toBe("%F0%9F%90%9B/x");
  });

  it("refuses a token that it never gave", async () => {
    const call = world.client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: "????" }));
    expect(await refusalOf(call)).toEqual({ code: "InvalidArgument", status: 400 });
  });

  it("of the first version goes on by marker", async () => {
    const first = await world.client.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2 }));
    expect([first.Contents?.[0]?.Key, first.CommonPrefixes?.[0]?.Prefix, first.NextMarker]).toEqual([
      "a.txt",
      "a/",
      "a/",
    ]);
    const next = await world.client.send(
      new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2, Marker: first.NextMarker! }),
    );
    expect([next.Contents?.[0]?.Key, next.CommonPrefixes?.[0]?.Prefix]).toEqual(["a0", "b/"]);
  });
});

describe("a bucket that keeps versions", () => {
  let Bucket: string;
  beforeAll(async () => {
    Bucket = await world.newBucket();
    await put(world.client, Bucket, "old", { Body: "before" });
    await world.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  });
  const read = async (Key: string, VersionId?: string) => {
    const answer = await world.client.send(new GetObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }));
    return { text: await answer.Body!.transformToString(), id: answer.VersionId };
  };
  const remove = (Key: string, VersionId?: string) =>
    world.client.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }));

  it("keeps what a write replaces, what was there before as version null", async () => {
    const { VersionId: second } = await put(world.client, Bucket, "old", { Body: "after" });
    expect(await read("old")).toEqual({ text: "after", id: second });
    expect(await read("old", "null")).toEqual({ text: "before", id: "null" });
  });

  it("hides a deleted key behind a marker, and shows it again when the marker goes", async () => {
    const { VersionId: written } = await put(world.client, Bucket, "hidden", { Body: "still here" });
    const { DeleteMarker, VersionId: marker } = await remove("hidden");
    expect(DeleteMarker).toBe(true);
    expect(await refusalOf(read("hidden"))).toEqual({ code: "NoSuchKey", status: 404 });
    expect(await refusalOf(read("hidden", marker))).toEqual({ code: "MethodNotAllowed", status: 405 });
    expect((await read("hidden", written)).text).toBe("still here");
    expect(await put(world.client, Bucket, "hidden", { IfNoneMatch: "*" })).toMatchObject({
      VersionId: expect.any(String),
    });
    const [, { VersionId: again }] = [await remove("hidden"), await remove("hidden")];
    await remove("hidden", again);
    expect(await refusalOf(read("hidden"))).toMatchObject({ code: "NoSuchKey" });
  });

  it("deletes one version for good, and the next older one becomes current", async () => {
    const { VersionId: first } = await put(world.client, Bucket, "stack", { Body: "1" });
    const { VersionId: second } = await put(world.client, Bucket, "stack", { Body: "2" });
    expect(await remove("stack", second)).toMatchObject({ VersionId: second });
    expect(await read("stack")).toEqual({ text: "1", id: first });
    expect(await refusalOf(read("stack", second))).toMatchObject({ status: 404 });
  });

  it("lists versions and markers, newest first, over pages", async () => {
    for (const Body of ["1", "2", "3"]) await put(world.client, Bucket, "many/a", { Body });
    await remove("many/a");
    await put(world.client, Bucket, "many/b");
    const seen: string[] = [];
    let [KeyMarker, VersionIdMarker] = ["", ""];
    for (;;) {
      const markers = KeyMarker ? { KeyMarker, ...(VersionIdMarker ? { VersionIdMarker } : {}) } : {};
      const page = await world.client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix: "many/", MaxKeys: 2, ...markers }),
      );
      const all = [...(page.DeleteMarkers ?? []).map((m) => ({ ...m, Size: -1 })), ...(page.Versions ?? [])];
      seen.push(...all.map(({ Key, IsLatest, Size }) => `${Key} ${Size} ${IsLatest}`));
      if (!page.IsTruncated) break;
      [KeyMarker, VersionIdMarker] = [page.NextKeyMarker ?? "", page.NextVersionIdMarker ?? ""];
    }
    expect(seen).toEqual(["many/a -1 true", "many/a 1 false", "many/a 1 false", "many/a 1 false", "many/b 5 true"]);
  });

  it("once suspended, writes over version null alone", async () => {
    const { VersionId: kept } = await put(world.client, Bucket, "pause", { Body: "kept" });
    await world.client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
    );
    for (const Body of ["x", "y"]) await put(world.client, Bucket, "pause", { Body });
    const { Versions } = await world.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "pause" }));
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
    expect((await read("pause")).text).toBe("y");
  });
});
