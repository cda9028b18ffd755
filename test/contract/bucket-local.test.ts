import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { basename, dirname, join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  SelectObjectContentCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  canonicalRequest,
  scopeText,
  sha256Hex,
  signatureOf,
  signingKey,
  stringToSign,
} from "../../local/access/sigv4-canonical.ts";
import { chunkSignature } from "../../local/access/sigv4-chunks.ts";
import { type LocalBucketWorld, OPERATOR, put, refusalOf, someBytes, startLocalBuckets } from "./support/bucket.ts";

const Bucket = "photos";
let world: LocalBucketWorld;
const grants = {
  AKIAREADER: [/^s3:GetObject arn:aws:s3:::photos\/open\//],
  AKIALISTER: [/^s3:(GetObject|ListBucket) /],
  AKIAWRITER: [/^s3:PutObject arn:aws:s3:::photos\/in\//],
  AKIANOBODY: [],
};
beforeEach(async () => {
  world = await startLocalBuckets({ grants });
  world.buckets.createBucket(Bucket);
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

describe("a caller", () => {
  const denied = { code: "AccessDenied", status: 403 };

  it("may do what its policy allows, on the keys it names, and nothing else", async () => {
    await put(world.client, Bucket, "open/a");
    await put(world.client, Bucket, "secret/a");
    const [reader, writer] = [world.clientOf("AKIAREADER"), world.clientOf("AKIAWRITER")];
    await reader.send(new GetObjectCommand({ Bucket, Key: "open/a" }));
    await put(writer, Bucket, "in/new");
    const attempts = [
      reader.send(new GetObjectCommand({ Bucket, Key: "secret/a" })),
      put(reader, Bucket, "open/a"),
      put(writer, Bucket, "out"),
      put(writer, Bucket, "in/x", { Tagging: "a=1" }),
      writer.send(new GetObjectCommand({ Bucket, Key: "in/new" })),
      writer.send(new DeleteObjectCommand({ Bucket, Key: "in/new" })),
      writer.send(new CopyObjectCommand({ Bucket, Key: "in/copy", CopySource: `${Bucket}/secret/a` })),
      writer.send(new ListMultipartUploadsCommand({ Bucket })),
      reader.send(new GetObjectCommand({ Bucket, Key: "open/a", VersionId: "null" })),
      reader.send(new GetObjectTaggingCommand({ Bucket, Key: "open/a" })),
      reader.send(new ListObjectsV2Command({ Bucket })),
      reader.send(new ListObjectVersionsCommand({ Bucket })),
    ];
    for (const refused of await Promise.all(attempts.map(refusalOf))) expect(refused).toEqual(denied);
    expect(await refusalOf(reader.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ status: 403 });
  });

  it("who may not list does not learn which keys are missing", async () => {
    const read = (id: string, Key: string) => world.clientOf(id).send(new GetObjectCommand({ Bucket, Key }));
    expect(await refusalOf(read("AKIAREADER", "open/none"))).toEqual(denied);
    expect(await refusalOf(read("AKIALISTER", "open/none"))).toEqual({ code: "NoSuchKey", status: 404 });
    const head = world.clientOf("AKIAREADER").send(new HeadObjectCommand({ Bucket, Key: "open/none" }));
    expect(await refusalOf(head)).toMatchObject({ status: 403 });
  });

  it("is refused key by key in a batch", async () => {
    const deleter = { AKIADELETER: [/^s3:DeleteObject .*\/mine\//] };
    const other = await startLocalBuckets({ grants: deleter });
    other.buckets.createBucket(Bucket);
    const Objects = [{ Key: "mine/a" }, { Key: "yours/a" }];
    const answer = await other.clientOf("AKIADELETER").send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["mine/a"]);
    expect(answer.Errors).toEqual([expect.objectContaining({ Key: "yours/a", Code: "AccessDenied" })]);
    await other.close();
  });

  it("lends a presigned address its own permissions, as they are when it is used", async () => {
    await put(world.client, Bucket, "open/a");
    const addressBy = (id: string, Key: string) =>
      getSignedUrl(world.clientOf(id), new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect((await fetch(await addressBy("AKIAREADER", "open/a"))).status).toBe(200);
    expect((await fetch(await addressBy("AKIANOBODY", "open/a"))).status).toBe(403);
    expect((await fetch(await addressBy("AKIASTRANGER", "open/a"))).status).toBe(403);
  });
});

describe("what is not imitated", () => {
  it.each([
    { name: "an ACL", call: () => world.client.send(new GetBucketAclCommand({ Bucket })) },
    { name: "KMS keys", call: () => put(world.client, Bucket, "k", { ServerSideEncryption: "aws:kms" }) },
    { name: "other storage classes", call: () => put(world.client, Bucket, "k", { StorageClass: "GLACIER" }) },
    { name: "object locks", call: () => put(world.client, Bucket, "k", { ObjectLockMode: "GOVERNANCE" }) },
    {
      name: "reading one part",
      call: () => world.client.send(new GetObjectCommand({ Bucket, Key: "k", PartNumber: 1 })),
    },
    {
      name: "setting notifications",
      call: () =>
        world.client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })),
    },
    {
      name: "queries over objects",
      call: () =>
        world.client.send(
          new SelectObjectContentCommand({
            Bucket,
            Key: "k",
            Expression: "select 1",
            ExpressionType: "SQL",
            InputSerialization: {},
            OutputSerialization: {},
          }),
        ),
    },
  ])("says so aloud: $name", async ({ call }) => {
    expect(await refusalOf(call())).toEqual({ code: "NotImplemented", status: 501 });
  });

  it("keeps a bucket from being made with it", () => {
    const make = (properties: Record<string, unknown>) => () => world.buckets.createBucket("new-one", properties);
    expect(make({ ObjectLockEnabled: true })).toThrow(/ObjectLockEnabled/);
    expect(make({ LifecycleConfiguration: { Rules: [{ Status: "Enabled", Transitions: [] }] } })).toThrow(
      /Transitions/,
    );
  });
});

describe("the folder", () => {
  const blobFiles = async () =>
    (await readdir(join(world.folder, "blobs"), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );

  it("holds every file, whatever keys are called", async () => {
    const outside = dirname(world.folder);
    const before = (await readdir(outside)).sort();
    for (const Key of ["../evil", "../../evil", "/etc/evil", "a/../../../evil", "..\\evil", "C:\\evil"]) {
      await put(world.client, Bucket, Key, { Body: Key });
      const { Body } = await world.client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body!.transformToString()).toBe(Key);
    }
    const now = (await readdir(outside)).filter(
      (name) => name.startsWith("labelloop-bucket-") || name.includes("evil"),
    );
    expect(
      now.filter((name) => !before.includes(name) && name !== basename(world.folder) && name.includes("evil")),
    ).toEqual([]);
    const inside = await readdir(world.folder, { recursive: true });
    expect(inside.filter((name) => name.includes("evil"))).toEqual([]);
  });

  it("keeps nothing of an object that was replaced, deleted or refused", async () => {
    for (const Body of ["1", "2", "3"]) await put(world.client, Bucket, "k", { Body });
    await put(world.client, Bucket, "gone");
    await world.client.send(new DeleteObjectCommand({ Bucket, Key: "gone" }));
    await refusalOf(put(world.client, Bucket, "bad", { ContentMD5: Buffer.alloc(16).toString("base64") }));
    expect(await blobFiles()).toHaveLength(1);
  });

  it("lets a reader finish what is replaced meanwhile, parts not yet begun included", async () => {
    const target = { Bucket, Key: "read" };
    const { UploadId } = await world.client.send(new CreateMultipartUploadCommand(target));
    const part = someBytes(5 * 1024 * 1024);
    const Parts = [1, 2, 3].map((PartNumber) => ({ PartNumber, ETag: "" }));
    for (const one of Parts)
      one.ETag = (
        await world.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: one.PartNumber, Body: part }))
      ).ETag!;
    await world.client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    const { Body } = await world.client.send(new GetObjectCommand(target));
    await put(world.client, Bucket, "read", { Body: "new" });
    expect(Buffer.concat([part, part, part]).equals(Buffer.from(await Body!.transformToByteArray()))).toBe(true);
    await expect.poll(blobFiles).toHaveLength(1);
  });
});

describe("the front", () => {
  const send = (options: { path: string; headers?: Record<string, string>; method?: string; body?: string }) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { hostname, port } = new URL(world.buckets.url);
      const outgoing = request({ hostname, port, ...options }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      });
      outgoing.on("error", reject);
      outgoing.end(options.body);
    });

  it("answers to the names of this machine only", async () => {
    for (const host of ["127.0.0.1", "localhost:80", "[::1]:1"])
      expect((await send({ path: "/", headers: { host } })).status).toBe(403);
    for (const host of ["evil.example", "127.0.0.1.evil.example", "photos.localhost"])
      expect((await send({ path: "/", headers: { host } })).status).toBe(421);
  });

  it("says what is wrong in S3's words, to requests of every shape", async () => {
    expect(await send({ path: "/photos/%zz" })).toMatchObject({
      status: 400,
      text: expect.stringContaining("InvalidURI"),
    });
    expect(await send({ path: "/photos/k", method: "PATCH" })).toMatchObject({ status: 403 });
    expect(await send({ path: "*", method: "OPTIONS" })).toMatchObject({ status: 400 });
    expect(await send({ path: "/photos", method: "POST", body: "x" })).toMatchObject({
      status: 400,
      text: expect.stringContaining("multipart/form-data"),
    });
    const form = { "content-type": "multipart/form-data; boundary=b" };
    for (const body of ["", "--b", "--b--", '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--'])
      expect((await send({ path: "/photos", method: "POST", headers: form, body })).status).toBeGreaterThanOrEqual(400);
  });

  /** As the Java SDK sends over plain HTTP: each chunk of the body is signed. `forged` chunks travel in place of the signed. */
  const sendSignedChunks = (signed: readonly string[], forged = signed, announcedBytes = signed.join("").length) => {
    const amzDate = `${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`;
    const scope = { accessKeyId: OPERATOR, day: amzDate.slice(0, 8), region: "us-east-1", service: "s3" };
    const headers: Record<string, string> = {
      host: new URL(world.buckets.url).host,
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-date": amzDate,
      "x-amz-decoded-content-length": `${announcedBytes}`,
    };
    const names = Object.keys(headers).sort();
    const target = { path: "/photos/chunks", query: [] };
    const head = { method: "PUT", url: target.path, headers };
    const canonical = canonicalRequest(head, target, names, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "s3");
    const key = signingKey(`secret of ${OPERATOR}`, scope);
    const seed = signatureOf(key, stringToSign(amzDate, scope, canonical));
    headers["authorization"] =
      `AWS4-HMAC-SHA256 Credential=${OPERATOR}/${scopeText(scope)}, SignedHeaders=${names.join(";")}, Signature=${seed}`;
    let [previous, body] = [seed, ""];
    for (const [n, chunk] of [...signed, ""].entries()) {
      previous = chunkSignature({ key, amzDate, scope: scopeText(scope), seed }, previous, sha256Hex(chunk));
      body += `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${forged[n] ?? ""}\r\n`;
    }
    return send({ path: target.path, method: "PUT", headers, body });
  };
  const chunks = ["a".repeat(65_536), "b".repeat(4464)];

  it("takes a body signed chunk by chunk", async () => {
    expect((await sendSignedChunks(chunks)).status).toBe(200);
    const { Body } = await world.client.send(new GetObjectCommand({ Bucket, Key: "chunks" }));
    expect(await Body!.transformToString()).toBe(chunks.join(""));
  });

  it("refuses a changed chunk as it comes, and tells a client that is still sending why", async () => {
    const many = [...chunks, "c".repeat(6_000_000)];
    const forged = [many[0]!, many[1]!.replace("bb", "bx"), many[2]!];
    expect(await sendSignedChunks(many, forged)).toMatchObject({
      status: 403,
      text: expect.stringContaining("SignatureDoesNotMatch"),
    });
  });

  it("refuses a body shorter or longer than announced", async () => {
    for (const announced of [69_999, 70_001])
      expect(await sendSignedChunks(chunks, chunks, announced)).toMatchObject({
        status: 400,
        text: expect.stringContaining("IncompleteBody"),
      });
    expect(await refusalOf(world.client.send(new HeadObjectCommand({ Bucket, Key: "chunks" })))).toMatchObject({
      status: 404,
    });
  });

  it("refuses a body that is not the one that was signed", async () => {
    const command = new PutObjectCommand({ Bucket, Key: "bound", Body: "signed" });
    const sender = world.clientOf(OPERATOR, { requestChecksumCalculation: "WHEN_REQUIRED" });
    sender.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: unknown }).body = "forged";
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    expect(await refusalOf(sender.send(command))).toEqual({ code: "XAmzContentSHA256Mismatch", status: 400 });
  });
});

it("lets the page of this machine stand in for the deployed one in a bucket's rules", async () => {
  const local = await startLocalBuckets({ origins: ["http://127.0.0.1:5000"] });
  local.buckets.createBucket(Bucket, {
    CorsConfiguration: {
      CorsRules: [{ AllowedOrigins: ["https://x.cloudfront.net"], AllowedMethods: ["PUT"], AllowedHeaders: ["*"] }],
    },
  });
  local.buckets.createBucket("closed");
  const ask = (bucket: string, origin: string) =>
    fetch(`${local.buckets.url}/${bucket}/k`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "PUT" },
    });
  expect((await ask(Bucket, "http://127.0.0.1:5000")).headers.get("access-control-allow-origin")).toBe(
    "http://127.0.0.1:5000",
  );
  expect((await ask(Bucket, "https://x.cloudfront.net")).status).toBe(200);
  expect((await ask(Bucket, "http://127.0.0.1:5001")).status).toBe(403);
  expect((await ask("closed", "http://127.0.0.1:5000")).status).toBe(403);
  await local.close();
});

it("serves other machines by its own name, over TLS", async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "labels.example" }]);
  const shared = await startLocalBuckets({ tls: { key, cert }, hosts: ["labels.example"] });
  expect(shared.buckets.url).toMatch(/^https:\/\/labels\.example:\d+$/);
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(shared.buckets.url);
      secureRequest(
        {
          host: "127.0.0.1",
          port,
          ca: cert,
          servername: "labels.example",
          headers: { host },
          checkServerIdentity: () => undefined,
        },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      )
        .on("error", reject)
        .end();
    });
  expect([await statusFor("labels.example"), await statusFor("evil.example")]).toEqual([403, 421]);
  await shared.close();
});
