import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BucketEvent, matches } from "../../local/bucket/events.ts";
import { type LocalBucketWorld, OPERATOR, put, refusalOf, startLocalBuckets } from "./support/bucket.ts";

const Bucket = "photos";
const DAY_MS = 86_400_000;
let world: LocalBucketWorld;
beforeEach(async () => {
  world = await startLocalBuckets();
  world.buckets.createBucket(Bucket);
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const events = (): BucketEvent[] => {
  const seen: BucketEvent[] = [];
  world.buckets.onEvent(async (event) => void seen.push(event));
  return seen;
};

describe("events", () => {
  it("have the shape that S3 gives them", async () => {
    const seen = events();
    const { ETag } = await put(world.client, Bucket, "in/ü +&.txt");
    await expect.poll(() => seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ bucket: Bucket, key: "in/ü +&.txt", name: "ObjectCreated:Put" });
    expect(seen[0]?.record).toEqual({
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "us-east-1",
      eventTime: expect.stringMatching(/^\d{4}-.*T.*\.\d{3}Z$/),
      eventName: "ObjectCreated:Put",
      userIdentity: { principalId: `AWS:${OPERATOR}` },
      requestParameters: { sourceIPAddress: "127.0.0.1" },
      responseElements: { "x-amz-request-id": expect.any(String), "x-amz-id-2": expect.any(String) },
      s3: {
        s3SchemaVersion: "1.0",
        configurationId: "",
        bucket: { name: Bucket, ownerIdentity: { principalId: expect.any(String) }, arn: "arn:aws:s3:::photos" },
        object: {
          key: "in/%C3%BC+%2B%26.txt",
          size: 5,
          eTag: ETag?.replaceAll('"', ""),
          sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
        },
      },
    });
  });

  it("tell what happened to a key, in order, with the version", async () => {
    world.buckets.createBucket(Bucket, { VersioningConfiguration: { Status: "Enabled" } });
    const seen = events();
    const { VersionId } = await put(world.client, Bucket, "k");
    await world.client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/k` }));
    await world.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
    await world.client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
    await world.client.send(new DeleteObjectCommand({ Bucket, Key: "never", VersionId: "none" }));
    await expect
      .poll(() => seen.map(({ name }) => name))
      .toEqual([
        "ObjectCreated:Put",
        "ObjectCreated:Copy",
        "ObjectRemoved:DeleteMarkerCreated",
        "ObjectRemoved:Delete",
      ]);
    const objects = seen.map(
      ({ record }) => (record as { s3: { object: { versionId: string; sequencer: string } } }).s3.object,
    );
    expect(objects[0]?.versionId).toBe(VersionId);
    expect(objects[3]?.versionId).toBe(VersionId);
    const sequencers = objects.map(({ sequencer }) => sequencer);
    expect([...sequencers].sort()).toEqual(sequencers);
  });

  it("are given again to a receiver that failed, and do not hold up the others", async () => {
    const [seen, failedOnce] = [[] as string[], new Set<string>()];
    world.buckets.onEvent(async ({ key }) => {
      if (key === "first" && !failedOnce.has(key)) {
        failedOnce.add(key);
        throw new Error("not today");
      }
      seen.push(key);
    });
    await put(world.client, Bucket, "first");
    await put(world.client, Bucket, "second");
    await expect.poll(() => [...seen].sort()).toEqual(["first", "second"]);
    expect(world.faults.splice(0)).toHaveLength(1);
  });

  it("wait for a receiver, and for one that comes after a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "labelloop-bucket-"));
    const before = await startLocalBuckets({ folder });
    before.buckets.createBucket(Bucket);
    await put(before.client, Bucket, "waiting");
    await before.close();
    const after = await startLocalBuckets({ folder });
    const seen: string[] = [];
    after.buckets.onEvent(async ({ key }) => void seen.push(key));
    await expect.poll(() => seen).toEqual(["waiting"]);
    await after.close();
    const last = await startLocalBuckets({ folder });
    last.buckets.onEvent(async ({ key }) => void seen.push(key));
    await put(last.client, Bucket, "next");
    await expect.poll(() => seen).toEqual(["waiting", "next"]);
    await last.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    { filter: { events: ["s3:ObjectCreated:*"] }, fits: true },
    { filter: { events: ["s3:ObjectCreated:Put"], prefix: "in/", suffix: ".jpg" }, fits: true },
    { filter: { events: ["s3:ObjectCreated:Post"] }, fits: false },
    { filter: { events: ["s3:ObjectRemoved:*"] }, fits: false },
    { filter: { events: ["s3:ObjectCreated:*"], prefix: "out/" }, fits: false },
    { filter: { events: ["s3:ObjectCreated:*"], suffix: ".png" }, fits: false },
  ])("fit a filter or not: $filter", ({ filter, fits }) => {
    expect(matches(filter, { key: "in/a.jpg", name: "ObjectCreated:Put" })).toBe(fits);
  });
});

describe("lifecycle rules", () => {
  it("end unfinished uploads and old objects after whole days", async () => {
    world.buckets.createBucket(Bucket, {
      VersioningConfiguration: { Status: "Enabled" },
      LifecycleConfiguration: {
        Rules: [
          { Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
          { Status: "Enabled", Prefix: "tmp/", ExpirationInDays: 1 },
          { Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
          { Status: "Enabled", ExpiredObjectDeleteMarker: true },
          { Status: "Disabled", ExpirationInDays: 1 },
        ],
      },
    });
    const seen = events();
    await put(world.client, Bucket, "tmp/a");
    await put(world.client, Bucket, "kept");
    await world.client.send(new CreateMultipartUploadCommand({ Bucket, Key: "begun" }));
    expect(await world.buckets.sweep()).toEqual({ expired: 0, aborted: 0 });
    world.advance(2 * DAY_MS);
    expect(await world.buckets.sweep()).toEqual({ expired: 1, aborted: 0 });
    await expect.poll(() => seen.map(({ name }) => name)).toContain("LifecycleExpiration:DeleteMarkerCreated");
    world.advance(6 * DAY_MS);
    expect(await world.buckets.sweep()).toEqual({ expired: 0, aborted: 1 });
    world.advance(31 * DAY_MS);
    // The version under the marker, then the marker that has nothing left under it.
    expect(await world.buckets.sweep()).toEqual({ expired: 2, aborted: 0 });
    const { Versions, DeleteMarkers } = await world.client.send(new ListObjectVersionsCommand({ Bucket }));
    expect([Versions?.map(({ Key }) => Key), DeleteMarkers]).toEqual([["kept"], undefined]);
  });

  it("come back as they were set, and are gone once deleted", async () => {
    const Rules: LifecycleRule[] = [
      {
        ID: "uploads",
        Status: "Enabled",
        Filter: { Prefix: "" },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
      { ID: "old", Status: "Disabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 3 } },
      {
        ID: "marks",
        Status: "Enabled",
        Filter: { Prefix: "" },
        Expiration: { ExpiredObjectDeleteMarker: true },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
    ];
    await world.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    const read = () => world.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect((await read()).Rules).toEqual(Rules);
    await world.client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refusalOf(read())).toEqual({ code: "NoSuchLifecycleConfiguration", status: 404 });
  });

  it("that would not be kept are refused", async () => {
    const set = (rule: Partial<LifecycleRule>) => {
      const Rules = [{ Status: "Enabled", Filter: { Prefix: "" }, ...rule } as LifecycleRule];
      return refusalOf(
        world.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } })),
      );
    };
    expect(await set({ Transitions: [{ Days: 1, StorageClass: "GLACIER" }] })).toMatchObject({ status: 501 });
    expect(await set({ Expiration: { Days: 0 } })).toEqual({ code: "InvalidArgument", status: 400 });
    expect(await set({})).toMatchObject({ status: 400 });
  });
});
