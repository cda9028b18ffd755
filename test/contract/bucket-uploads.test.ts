import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checksumOf } from "../../local/bucket/checksums.ts";
import { type BucketWorld, openBucketWorld, put, refusalOf, someBytes } from "./support/bucket.ts";

let world: BucketWorld;
let Bucket: string;
beforeAll(async () => {
  world = await openBucketWorld();
  Bucket = await world.newBucket();
});
afterAll(() => world.close());

const FIVE_MIB = 5 * 1024 * 1024;
const [first, second] = [someBytes(FIVE_MIB, 1), someBytes(70_000, 2)];

const begin = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await world.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, UploadId: UploadId! };
};
type Begun = Awaited<ReturnType<typeof begin>>;

const send = async (upload: Begun, PartNumber: number, Body: Buffer) => {
  const part = await world.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { PartNumber, ETag: part.ETag!, ...(part.ChecksumCRC32 ? { ChecksumCRC32: part.ChecksumCRC32 } : {}) };
};
type Sent = Awaited<ReturnType<typeof send>>;

const complete = (upload: Begun, Parts: Sent[], more: Partial<CompleteMultipartUploadCommandInput> = {}) =>
  world.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));

const bytesOf = async (Key: string, Range?: string) => {
  const { Body } = await world.client.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }));
  return Buffer.from(await Body!.transformToByteArray());
};

describe("an upload in parts", () => {
  it("becomes one object, with the ETag and labels of its beginning", async () => {
    const upload = await begin("parts", { ContentType: "video/mp4", Metadata: { a: "1" }, Tagging: "t=1" });
    const parts = [await send(upload, 1, first), await send(upload, 2, second)];
    const { ETag } = await complete(upload, parts);
    const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest();
    expect(ETag).toBe(`"${md5(Buffer.concat([md5(first), md5(second)])).toString("hex")}-2"`);
    expect((await bytesOf("parts")).equals(Buffer.concat([first, second]))).toBe(true);
    expect(await world.client.send(new HeadObjectCommand({ Bucket, Key: "parts" }))).toMatchObject({
      ContentLength: first.length + second.length,
      ContentType: "video/mp4",
      Metadata: { a: "1" },
      ETag,
    });
  });

  it("is read across the seams of its parts", async () => {
    const whole = Buffer.concat([first, second]);
    const range = await bytesOf("parts", `bytes=${FIVE_MIB - 10}-${FIVE_MIB + 9}`);
    expect(range.equals(whole.subarray(FIVE_MIB - 10, FIVE_MIB + 10))).toBe(true);
    expect((await bytesOf("parts", "bytes=-5")).equals(whole.subarray(-5))).toBe(true);
  });

  it("is not there before it is completed", async () => {
    const upload = await begin("pending");
    await send(upload, 1, second);
    expect(await refusalOf(bytesOf("pending"))).toMatchObject({ code: "NoSuchKey" });
  });

  it("is resumed from what the server lists, in another order, a part sent twice included", async () => {
    const upload = await begin("resumed");
    await send(upload, 7, second);
    await send(upload, 3, someBytes(FIVE_MIB, 9));
    await send(upload, 3, first);
    const { Parts, IsTruncated, NextPartNumberMarker } = await world.client.send(
      new ListPartsCommand({ ...upload, MaxParts: 1 }),
    );
    expect([Parts?.[0]?.PartNumber, Parts?.[0]?.Size, IsTruncated]).toEqual([3, FIVE_MIB, true]);
    const rest = await world.client.send(new ListPartsCommand({ ...upload, PartNumberMarker: NextPartNumberMarker! }));
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([7]);
    const listed = [...(Parts ?? []), ...(rest.Parts ?? [])].map((part) => ({
      PartNumber: part.PartNumber!,
      ETag: part.ETag!,
      ...(part.ChecksumCRC32 ? { ChecksumCRC32: part.ChecksumCRC32 } : {}),
    }));
    await complete(upload, listed);
    expect((await bytesOf("resumed")).equals(Buffer.concat([first, second]))).toBe(true);
  });

  it("may leave parts out", async () => {
    const upload = await begin("left-out");
    const [, kept] = [await send(upload, 1, first), await send(upload, 2, second)];
    await complete(upload, [kept]);
    expect((await bytesOf("left-out")).equals(second)).toBe(true);
  });

  it("may be completed again by a client that lost the answer", async () => {
    const upload = await begin("repeated");
    const parts = [await send(upload, 1, second)];
    const [once, again] = [await complete(upload, parts), await complete(upload, parts)];
    expect(again.ETag).toBe(once.ETag);
    expect(await refusalOf(send(upload, 2, second))).toMatchObject({ code: "NoSuchUpload" });
    expect(await refusalOf(complete(upload, [...parts, { PartNumber: 2, ETag: parts[0]!.ETag }]))).toMatchObject({
      code: "NoSuchUpload",
    });
  });

  it.each([
    { name: "a part never sent", code: "InvalidPart", of: (a: Sent) => [{ ...a, PartNumber: 9 }] },
    { name: "another ETag", code: "InvalidPart", of: (a: Sent) => [{ ...a, ETag: `"${"0".repeat(32)}"` }] },
    { name: "the wrong order", code: "InvalidPartOrder", of: (a: Sent, b: Sent) => [b, a] },
    { name: "a part twice", code: "InvalidPartOrder", of: (a: Sent) => [a, a] },
    { name: "a small part before the last", code: "EntityTooSmall", of: (a: Sent, b: Sent) => [a, b] },
    { name: "no parts", code: "MalformedXML", of: () => [] },
  ])("with $name is refused, and stays open", async ({ code, of }) => {
    const upload = await begin("wrong");
    const parts = [await send(upload, 1, second), await send(upload, 2, second)] as const;
    expect(await refusalOf(complete(upload, of(...parts)))).toMatchObject({ code });
    expect((await world.client.send(new ListPartsCommand(upload))).Parts).toHaveLength(2);
  });

  it("takes part numbers from 1 to 10,000", async () => {
    const upload = await begin("numbers");
    for (const number of [0, 10_001])
      expect(await refusalOf(send(upload, number, second))).toMatchObject({ status: 400 });
    await send(upload, 10_000, second);
  });

  it("is given up for good by an abort", async () => {
    const upload = await begin("aborted");
    await send(upload, 1, second);
    await world.client.send(new AbortMultipartUploadCommand(upload));
    expect(await refusalOf(send(upload, 1, second))).toEqual({ code: "NoSuchUpload", status: 404 });
    expect(await refusalOf(world.client.send(new ListPartsCommand(upload)))).toMatchObject({ code: "NoSuchUpload" });
  });

  it("is found among those in progress, by key", async () => {
    const name = await world.newBucket();
    const begun: string[] = [];
    for (const Key of ["b", "a", "b"])
      begun.push((await world.client.send(new CreateMultipartUploadCommand({ Bucket: name, Key }))).UploadId!);
    const listed: string[] = [];
    for (let markers = {}; ; ) {
      const page = await world.client.send(
        new ListMultipartUploadsCommand({ Bucket: name, MaxUploads: 1, ...markers }),
      );
      listed.push(...(page.Uploads ?? []).map(({ Key, UploadId }) => `${Key} ${begun.indexOf(UploadId!)}`));
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    expect(listed).toEqual(["a 1", "b 0", "b 2"]);
    for (const [n, UploadId] of begun.entries())
      await world.client.send(new AbortMultipartUploadCommand({ Bucket: name, Key: ["b", "a", "b"][n]!, UploadId }));
  });

  it("writes over nothing when told so", async () => {
    await put(world.client, Bucket, "taken");
    const upload = await begin("taken");
    const parts = [await send(upload, 1, second)];
    expect(await refusalOf(complete(upload, parts, { IfNoneMatch: "*" }))).toEqual({
      code: "PreconditionFailed",
      status: 412,
    });
    expect((await bytesOf("taken")).toString()).toBe("hello");
  });

  it("takes parts from objects", async () => {
    const upload = await begin("assembled");
    const copy = async (PartNumber: number, CopySourceRange?: string) => {
      const source = { CopySource: `${Bucket}/parts`, ...(CopySourceRange ? { CopySourceRange } : {}) };
      const answer = await world.client.send(new UploadPartCopyCommand({ ...upload, PartNumber, ...source }));
      const { ETag, ChecksumCRC32 } = answer.CopyPartResult ?? {};
      return { PartNumber, ETag: ETag!, ...(ChecksumCRC32 ? { ChecksumCRC32 } : {}) };
    };
    const whole = Buffer.concat([first, second]);
    const beyond = `bytes=0-${whole.length}`;
    expect(await refusalOf(copy(3, beyond))).toMatchObject({ code: "InvalidArgument" });
    const parts = [await copy(1), await copy(2, "bytes=10-19")];
    await complete(upload, parts);
    expect((await bytesOf("assembled")).equals(Buffer.concat([whole, whole.subarray(10, 20)]))).toBe(true);
  });
});

describe("the checksum of an upload in parts", () => {
  it.each(["CRC32", "CRC32C", "CRC64NVME"] as const)("%s of the whole is that of the bytes", async (algorithm) => {
    const upload = await begin("full", { ChecksumAlgorithm: algorithm, ChecksumType: "FULL_OBJECT" });
    const field = `Checksum${algorithm}` as const;
    const parts: Sent[] = [];
    for (const [n, Body] of [first, second].entries()) {
      const sum = { [field]: checksumOf(algorithm, Body) };
      const part = await world.client.send(new UploadPartCommand({ ...upload, PartNumber: n + 1, Body, ...sum }));
      parts.push({ PartNumber: n + 1, ETag: part.ETag!, ...sum });
    }
    const whole = {
      [field]: checksumOf(algorithm, Buffer.concat([first, second])),
      ChecksumType: "FULL_OBJECT",
    } as const;
    const wrong = { ...whole, [field]: checksumOf(algorithm, first) };
    expect(await refusalOf(complete(upload, parts, wrong))).toMatchObject({ code: "BadDigest" });
    expect(await complete(upload, parts, whole)).toMatchObject(whole);
    const read = await world.client.send(new GetObjectCommand({ Bucket, Key: "full", ChecksumMode: "ENABLED" }));
    expect(read).toMatchObject(whole);
    await read.Body!.transformToByteArray();
  });

  it("SHA256 is that of the parts' checksums, and says so", async () => {
    const upload = await begin("composite", { ChecksumAlgorithm: "SHA256" });
    const part = await world.client.send(
      new UploadPartCommand({ ...upload, PartNumber: 1, Body: second, ChecksumAlgorithm: "SHA256" }),
    );
    const sum = Buffer.from(part.ChecksumSHA256!, "base64");
    const parts = [{ PartNumber: 1, ETag: part.ETag!, ChecksumSHA256: part.ChecksumSHA256! }];
    const done = await complete(upload, parts);
    expect(done).toMatchObject({ ChecksumSHA256: `${checksumOf("SHA256", sum)}-1`, ChecksumType: "COMPOSITE" });
    expect(await refusalOf(begin("no", { ChecksumAlgorithm: "SHA256", ChecksumType: "FULL_OBJECT" }))).toMatchObject({
      status: 400,
    });
  });
});
