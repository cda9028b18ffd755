import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  ChecksumAlgorithm,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BucketWorld, openBucketWorld, put, refusalOf, someBytes } from "./support/bucket.ts";

let world: BucketWorld;
let Bucket: string;
beforeAll(async () => {
  world = await openBucketWorld();
  Bucket = await world.newBucket();
});
afterAll(() => world.close());

const get = async (Key: string, more: Partial<GetObjectCommandInput> = {}) => {
  const answer = await world.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, bytes: Buffer.from(await answer.Body!.transformToByteArray()) };
};
const md5 = (bytes: Buffer) => `"${createHash("md5").update(bytes).digest("hex")}"`;

describe("an object", () => {
  it("comes back byte for byte, with its headers and metadata", async () => {
    const body = someBytes(100_000);
    const { ETag } = await put(world.client, Bucket, "whole", {
      Body: body,
      ContentType: "image/png",
      CacheControl: "max-age=60",
      ContentDisposition: 'attachment; filename="x.png"',
      ContentLanguage: "hi",
      ContentEncoding: "identity",
      Metadata: { origin: "Jharkhand", empty: "" },
    });
    const back = await get("whole");
    expect(back.bytes.equals(body)).toBe(true);
    expect(ETag).toBe(md5(body));
    expect(back).toMatchObject({
      ETag,
      ContentLength: 100_000,
      ContentType: "image/png",
      CacheControl: "max-age=60",
      ContentDisposition: 'attachment; filename="x.png"',
      ContentLanguage: "hi",
      ContentEncoding: "identity",
      Metadata: { origin: "Jharkhand", empty: "" },
      AcceptRanges: "bytes",
      ServerSideEncryption: "AES256",
    });
  });

  it("is of type binary/octet-stream when nobody said", async () => {
    await put(world.client, Bucket, "typeless", { Body: Buffer.from([1]) });
    expect((await world.client.send(new HeadObjectCommand({ Bucket, Key: "typeless" }))).ContentType).toMatch(
      /octet-stream/,
    );
  });

  it("may be empty", async () => {
    await put(world.client, Bucket, "empty", { Body: "" });
    expect(await get("empty")).toMatchObject({ ContentLength: 0, ETag: '"d41d8cd98f00b204e9800998ecf8427e"' });
  });

  it("arrives whole from a stream, whose framing is no part of it", async () => {
    const body = someBytes(300_000);
    const Body = Readable.from([body.subarray(0, 7), body.subarray(7, 200_000), body.subarray(200_000)]);
    await put(world.client, Bucket, "streamed", { Body, ContentLength: body.length });
    const back = await get("streamed");
    expect(back.bytes.equals(body)).toBe(true);
    expect(back.ContentEncoding).toBeUndefined();
  });

  it("is replaced by the next write of its key", async () => {
    await put(world.client, Bucket, "twice", { Body: "first", Metadata: { a: "1" } });
    await put(world.client, Bucket, "twice", { Body: "second" });
    const back = await get("twice");
    expect([back.bytes.toString(), back.Metadata]).toEqual(["second", {}]);
  });

  it.each([
    "../../outside",
    "a/../b",
    "//double//",
    "with space+plus&amp=?#%41%",
    "ключ/नमस्ते/🐛",
    "\u202eright-to-left",
    "line\nbreak\ttab",
    "'quotes\"<&>",
    "con.txt.",
    `long/${"é".repeat(500)}`,
  ])("may be called %j", async (Key) => {
    await put(world.client, Bucket, Key, { Body: Key });
    expect((await get(Key)).bytes.toString()).toBe(Key);
  });

  it("may not have a key of more than 1,024 bytes", async () => {
    await put(world.client, Bucket, "k".repeat(1024));
    expect(await refusalOf(put(world.client, Bucket, "k".repeat(1025)))).toMatchObject({ code: "KeyTooLongError" });
    expect(await refusalOf(put(world.client, Bucket, "é".repeat(513)))).toMatchObject({ status: 400 });
  });

  it("may carry 2 KB of metadata and not more", async () => {
    await put(world.client, Bucket, "labelled", { Metadata: { m: "x".repeat(2047) } });
    expect(await refusalOf(put(world.client, Bucket, "labelled", { Metadata: { m: "x".repeat(2048) } }))).toEqual({
      code: "MetadataTooLarge",
      status: 400,
    });
  });

  it("that is missing is told from a bucket that is missing", async () => {
    expect(await refusalOf(get("nobody"))).toEqual({ code: "NoSuchKey", status: 404 });
    expect(await refusalOf(world.client.send(new HeadObjectCommand({ Bucket, Key: "nobody" })))).toEqual({
      code: "NotFound",
      status: 404,
    });
    expect(await refusalOf(put(world.client, `${Bucket}-not`, "k"))).toEqual({ code: "NoSuchBucket", status: 404 });
  });

  it("can be deleted, and deleted again", async () => {
    await put(world.client, Bucket, "gone");
    for (const _ of [1, 2]) await world.client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    expect(await refusalOf(get("gone"))).toMatchObject({ code: "NoSuchKey" });
  });

  it("can be deleted with others in one call, those not there included", async () => {
    await put(world.client, Bucket, "batch/<1>");
    await put(world.client, Bucket, "batch/2");
    const Objects = ["batch/<1>", "batch/2", "batch/never"].map((Key) => ({ Key }));
    const { Deleted, Errors } = await world.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
    expect(Errors).toBeUndefined();
    const quiet = await world.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(quiet.Deleted).toBeUndefined();
  });
});

describe("a part of an object", () => {
  const body = someBytes(1000);
  beforeAll(() => put(world.client, Bucket, "ranged", { Body: body }));

  it.each([
    { Range: "bytes=0-9", from: 0, to: 9 },
    { Range: "bytes=990-2000", from: 990, to: 999 },
    { Range: "bytes=500-", from: 500, to: 999 },
    { Range: "bytes=-10", from: 990, to: 999 },
    { Range: "bytes=-5000", from: 0, to: 999 },
    { Range: "bytes=999-999", from: 999, to: 999 },
  ])("is served for $Range", async ({ Range, from, to }) => {
    const back = await get("ranged", { Range });
    expect(back.bytes.equals(body.subarray(from, to + 1))).toBe(true);
    expect(back).toMatchObject({ ContentRange: `bytes ${from}-${to}/1000`, ContentLength: to - from + 1 });
    expect(back.$metadata.httpStatusCode).toBe(206);
  });

  it.each(["bytes=9-5", "lines=1-2", "bytes=x-y"])("is the whole for %s", async (Range) => {
    const back = await get("ranged", { Range });
    expect([back.$metadata.httpStatusCode, back.bytes.length]).toEqual([200, 1000]);
  });

  it("beyond its end is refused", async () => {
    expect(await refusalOf(get("ranged", { Range: "bytes=1000-" }))).toEqual({ code: "InvalidRange", status: 416 });
    expect(await refusalOf(get("ranged", { Range: "bytes=-0" }))).toMatchObject({ status: 416 });
    expect(await refusalOf(get("empty", { Range: "bytes=0-0" }))).toMatchObject({ status: 416 });
  });
});

describe("a conditional request", () => {
  it("reads only what changed", async () => {
    const { ETag } = await put(world.client, Bucket, "fresh");
    const { LastModified } = await get("fresh");
    const day = 86_400_000;
    expect((await get("fresh", { IfMatch: ETag })).bytes.length).toBe(5);
    expect(await refusalOf(get("fresh", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
    expect(await refusalOf(get("fresh", { IfModifiedSince: LastModified }))).toMatchObject({ status: 304 });
    expect(await refusalOf(get("fresh", { IfMatch: '"other"' }))).toEqual({ code: "PreconditionFailed", status: 412 });
    const yesterday = new Date(LastModified!.getTime() - day);
    expect(await refusalOf(get("fresh", { IfUnmodifiedSince: yesterday }))).toMatchObject({ status: 412 });
    expect((await get("fresh", { IfMatch: ETag, IfUnmodifiedSince: yesterday })).bytes.length).toBe(5);
  });

  it("writes a new key once, whoever comes second", async () => {
    const attempts = [1, 2, 3, 4].map((n) => put(world.client, Bucket, "once", { Body: `${n}`, IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled(attempts);
    const won = outcomes.flatMap(({ status }, n) => (status === "fulfilled" ? [`${n + 1}`] : []));
    expect(won).toEqual([(await get("once")).bytes.toString()]);
    expect(await refusalOf(put(world.client, Bucket, "once", { IfNoneMatch: "*" }))).toEqual({
      code: "PreconditionFailed",
      status: 412,
    });
  });

  it("replaces only what the writer last saw", async () => {
    const { ETag } = await put(world.client, Bucket, "seen", { Body: "v1" });
    await put(world.client, Bucket, "seen", { Body: "v2", IfMatch: ETag });
    expect(await refusalOf(put(world.client, Bucket, "seen", { IfMatch: ETag }))).toMatchObject({ status: 412 });
    expect(await refusalOf(put(world.client, Bucket, "unseen", { IfMatch: ETag }))).toMatchObject({ status: 404 });
    expect((await get("seen")).bytes.toString()).toBe("v2");
  });
});

describe("a checksum", () => {
  it.each(Object.values(ChecksumAlgorithm).filter((name) => /^(CRC32|CRC32C|SHA1|SHA256)$/.test(name)))(
    "%s is computed by the client, verified, kept and given back",
    async (algorithm) => {
      const body = someBytes(70_000);
      for (const Body of [body, Readable.from([body])]) {
        const input = { Body, ContentLength: body.length, ChecksumAlgorithm: algorithm };
        const sent = await put(world.client, Bucket, "summed", input);
        const back = await get("summed", { ChecksumMode: "ENABLED" });
        const field = `Checksum${algorithm}` as "ChecksumCRC32";
        expect(back[field]).toBeTruthy();
        expect(back[field]).toBe(sent[field]);
        expect(back.ChecksumType).toBe("FULL_OBJECT");
      }
    },
  );

  it("CRC64NVME of the digits is the published one", async () => {
    const right = { Body: "123456789", ChecksumCRC64NVME: "rosUhgp5mIg=" };
    await put(world.client, Bucket, "digits", right);
    expect(await get("digits", { ChecksumMode: "ENABLED" })).toMatchObject({ ChecksumCRC64NVME: "rosUhgp5mIg=" });
    expect(await refusalOf(put(world.client, Bucket, "digits", { ...right, Body: "123456780" }))).toEqual({
      code: "BadDigest",
      status: 400,
    });
  });

  it.each([
    { name: "ChecksumCRC32", value: "AAAAAA==", code: "BadDigest" },
    { name: "ChecksumCRC32C", value: "AAAAAA==", code: "BadDigest" },
    { name: "ChecksumSHA1", value: Buffer.alloc(20).toString("base64"), code: "BadDigest" },
    { name: "ChecksumSHA256", value: Buffer.alloc(32).toString("base64"), code: "BadDigest" },
    { name: "ChecksumCRC32", value: "short", code: "InvalidRequest" },
    { name: "ContentMD5", value: Buffer.alloc(16).toString("base64"), code: "BadDigest" },
    { name: "ContentMD5", value: "short", code: "InvalidDigest" },
  ])("$name $value that is wrong stops the write: $code", async ({ name, value, code }) => {
    await put(world.client, Bucket, "guarded", { Body: "before" });
    expect(await refusalOf(put(world.client, Bucket, "guarded", { [name]: value }))).toEqual({ code, status: 400 });
    expect((await get("guarded")).bytes.toString()).toBe("before");
  });
});

describe("a copy", () => {
  it("has the bytes, type and metadata of its source, and its own ETag", async () => {
    await put(world.client, Bucket, "källa +1", { ContentType: "text/x", Metadata: { a: "1" }, Tagging: "t=1" });
    const CopySource = `${Bucket}/${encodeURIComponent("källa +1")}`;
    const { CopyObjectResult } = await world.client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource }));
    const back = await get("copy");
    expect(back).toMatchObject({ ContentType: "text/x", Metadata: { a: "1" }, TagCount: 1 });
    expect([back.ETag, back.bytes.toString()]).toEqual([CopyObjectResult?.ETag, "hello"]);
  });

  it("takes new labels when told to replace them, even onto itself", async () => {
    await put(world.client, Bucket, "self", { Metadata: { a: "1" } });
    const self = { Bucket, Key: "self", CopySource: `${Bucket}/self` };
    expect(await refusalOf(world.client.send(new CopyObjectCommand(self)))).toMatchObject({ code: "InvalidRequest" });
    await world.client.send(
      new CopyObjectCommand({ ...self, MetadataDirective: "REPLACE", Metadata: { b: "2" }, ContentType: "text/y" }),
    );
    expect(await get("self")).toMatchObject({ Metadata: { b: "2" }, ContentType: "text/y" });
  });

  it("is made only of a source as expected", async () => {
    await put(world.client, Bucket, "source");
    const copy = { Bucket, Key: "conditional", CopySource: `${Bucket}/source` };
    const refused = world.client.send(new CopyObjectCommand({ ...copy, CopySourceIfMatch: '"other"' }));
    expect(await refusalOf(refused)).toMatchObject({ status: 412 });
    const missing = world.client.send(new CopyObjectCommand({ ...copy, CopySource: `${Bucket}/nobody` }));
    expect(await refusalOf(missing)).toEqual({ code: "NoSuchKey", status: 404 });
  });
});

describe("a bucket", () => {
  it("is found by its name, region and listing", async () => {
    await world.client.send(new HeadBucketCommand({ Bucket }));
    expect((await world.client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    if (world.local)
      expect((await world.client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    const unknown = world.client.send(new HeadBucketCommand({ Bucket: `${Bucket}-not` }));
    expect(await refusalOf(unknown)).toMatchObject({ status: 404 });
  });

  it("goes only when it is empty", async () => {
    const name = await world.newBucket();
    await put(world.client, name, "k");
    expect(await refusalOf(world.client.send(new DeleteBucketCommand({ Bucket: name })))).toEqual({
      code: "BucketNotEmpty",
      status: 409,
    });
    await world.client.send(new DeleteObjectCommand({ Bucket: name, Key: "k" }));
    if (!world.local) return;
    await world.client.send(new DeleteBucketCommand({ Bucket: name }));
    expect(await refusalOf(put(world.client, name, "k"))).toMatchObject({ code: "NoSuchBucket" });
  });

  it.each(["Capital", "ab", "192.168.0.1", "dots..dots", "-dash"])("may not be called %s", async (name) => {
    const { code } = await refusalOf(world.client.send(new CreateBucketCommand({ Bucket: name })));
    expect(code).toBe("InvalidBucketName");
  });
});

it("keeps what a client may not finish sending from becoming an object", async () => {
  const cut = new AbortController();
  async function* half(): AsyncGenerator<Buffer> {
    yield someBytes(50_000);
    cut.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield someBytes(50_000);
  }
  const command = new PutObjectCommand({ Bucket, Key: "half", Body: Readable.from(half()), ContentLength: 100_000 });
  await expect(world.client.send(command, { abortSignal: cut.signal })).rejects.toThrow();
  expect(await refusalOf(get("half"))).toMatchObject({ code: "NoSuchKey" });
});
