import { randomUUID } from "node:crypto";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, expect, test } from "vitest";
import { startBucket } from "../../local/bucket/start.ts";
import { removeFolders, temporaryFolder } from "./support/template-cloud.ts";

afterEach(removeFolders);

const DAY_MS = 86_400_000;
const keys = { accessKeyId: "AKIATEST", secretAccessKey: "secret" };

test("a delete marker goes when the versions under it are gone, and not before", async () => {
  let nowMs = Date.now();
  const buckets = await startBucket({
    folder: temporaryFolder(),
    port: 0,
    findCaller: () => ({ ...keys, name: "test", allows: () => true }),
    now: () => nowMs,
    newId: () => randomUUID(),
  });
  buckets.createBucket("media", {
    VersioningConfiguration: { Status: "Enabled" },
    LifecycleConfiguration: {
      Rules: [
        { Status: "Enabled", ExpiredObjectDeleteMarker: true, NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
      ],
    },
  });
  const client = new S3Client({ region: "us-east-1", endpoint: buckets.url, credentials: keys });
  await client.send(new PutObjectCommand({ Bucket: "media", Key: "gone.txt", Body: "x" }));
  await client.send(new PutObjectCommand({ Bucket: "media", Key: "kept.txt", Body: "x" }));
  await client.send(new DeleteObjectCommand({ Bucket: "media", Key: "gone.txt" }));
  const left = async (): Promise<unknown> => {
    const offset = nowMs - Date.now();
    const dated = new S3Client({
      region: "us-east-1",
      endpoint: buckets.url,
      credentials: keys,
      systemClockOffset: offset,
    });
    const { Versions = [], DeleteMarkers = [] } = await dated.send(new ListObjectVersionsCommand({ Bucket: "media" }));
    dated.destroy();
    return { versions: Versions.map(({ Key }) => Key), markers: DeleteMarkers.map(({ Key }) => Key) };
  };
  await buckets.sweep();
  expect(await left()).toEqual({ versions: ["gone.txt", "kept.txt"], markers: ["gone.txt"] });
  nowMs += 32 * DAY_MS;
  await buckets.sweep();
  expect(await left()).toEqual({ versions: ["kept.txt"], markers: [] });
  client.destroy();
  await buckets.close();
});
