import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OPERATOR, someBytes } from "./support/bucket.ts";
import { startBucketProcess } from "./support/bucket-process.ts";

const Bucket = "photos";
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "labelloop-bucket-"));
});
afterEach(async () => {
  for (const { kill } of started.splice(0)) await kill();
  await rm(folder, { recursive: true });
});

/** Ended after the test, however it ends. */
const started: Awaited<ReturnType<typeof startBucketProcess>>[] = [];
const startServer = async () => {
  const server = await startBucketProcess(folder);
  started.push(server);
  return server;
};

const clientOf = (endpoint: string): S3Client => {
  const credentials = { accessKeyId: OPERATOR, secretAccessKey: `secret of ${OPERATOR}` };
  return new S3Client({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
};
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** Writes until the server goes away; returns the keys and MD5s that were acknowledged. */
const writeUntilGone = async (client: S3Client, writer: number, acknowledged: Map<string, string>): Promise<void> => {
  for (let n = 0; ; n++) {
    const [Key, Body] = [`${writer}/${n}`, someBytes(1 + ((n * 7919) % 60_000), writer * 1000 + n)];
    try {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    } catch {
      return;
    }
    acknowledged.set(Key, md5(Body));
  }
};

const blobNames = async () =>
  (await readdir(join(folder, "blobs"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

const knownBlobs = (): string[] => {
  const rows = new DatabaseSync(join(folder, "bucket.sqlite"), { readOnly: true });
  const found = rows.prepare("SELECT blob FROM segment UNION ALL SELECT blob FROM part").all();
  rows.close();
  return found.map(({ blob }) => String(blob));
};

it("loses nothing acknowledged to kill -9, neither bytes nor events, and sweeps what was left half-done", async () => {
  const acknowledged = new Map<string, string>();
  const delivered = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const server = await startServer();
    const client = clientOf(server.url);
    const writers = Array.from({ length: 8 }, (_, n) => writeUntilGone(client, round * 8 + n, acknowledged));
    const wanted = acknowledged.size + 40;
    await expect.poll(() => acknowledged.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(wanted);
    await server.kill();
    await Promise.all(writers);
    for (const key of server.events) delivered.add(decodeURIComponent(key));
    client.destroy();
  }
  const server = await startServer();
  expect((await blobNames()).sort()).toEqual(knownBlobs().sort());
  const client = clientOf(server.url);
  for (const [Key, expected] of acknowledged) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(md5(await Body!.transformToByteArray())).toBe(expected);
  }
  const missing = () =>
    [...acknowledged.keys()].filter((key) => !delivered.has(key) && !server.events.includes(encodeURIComponent(key)));
  await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
  client.destroy();
  await server.kill();
});

it("goes on with an upload in parts after kill -9, from the parts it acknowledged", async () => {
  const before = await startServer();
  const client = clientOf(before.url);
  const upload = { Bucket, Key: "long" };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
  const [first, second] = [someBytes(5 * 1024 * 1024, 1), someBytes(1000, 2)];
  await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: first }));
  await before.kill();
  client.destroy();

  const after = await startServer();
  const again = clientOf(after.url);
  await again.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 2, Body: second }));
  const { Parts } = await again.send(new ListPartsCommand({ ...upload, UploadId }));
  await again.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }));
  const { Body } = await again.send(new GetObjectCommand(upload));
  expect(md5(await Body!.transformToByteArray())).toBe(md5(Buffer.concat([first, second])));
  again.destroy();
  await after.kill();
});

it("carries 200 MB up and down in flat memory, several at once", async () => {
  const server = await startServer();
  const client = clientOf(server.url);
  const block = someBytes(1024 * 1024);
  const blocks = 200;
  const sendAndRead = async (Key: string): Promise<number> => {
    const Body = Readable.from(Array.from({ length: blocks }, () => block));
    await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: blocks * block.length }));
    const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
    let seen = 0;
    for await (const bytes of answer.Body as AsyncIterable<Uint8Array>) seen += bytes.length;
    return seen;
  };
  await client.send(new PutObjectCommand({ Bucket, Key: "warm", Body: block }));
  const before = await server.peakBytes();
  expect(await Promise.all(["a", "b"].map(sendAndRead))).toEqual([blocks * block.length, blocks * block.length]);
  const grown = (await server.peakBytes()) - before;
  expect(grown).toBeLessThan(100 * 1024 * 1024);
  client.destroy();
  await server.kill();
});
