import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { REGION } from "../../../local/access/caller.ts";
import { type BucketOptions, type LocalBuckets, startBucket } from "../../../local/bucket/start.ts";

/** The same promises are held against AWS itself when this is set; credentials and region are then the shell's. */
export const onAws = process.env["LABELLOOP_CONTRACT_AWS"] === "1";

/** Where the contract is tried: the embedded bucket, or AWS. */
export interface BucketWorld {
  readonly client: S3Client;
  /** A client as a server that presigns must have it: checksums of bodies it never sees are not for it to sign. */
  readonly presigner: S3Client;
  /** Present only where the embedded bucket runs. */
  readonly local: LocalBucketWorld | undefined;
  newBucket(): Promise<string>;
  close(): Promise<void>;
}

export const openBucketWorld = async (): Promise<BucketWorld> => {
  const made: string[] = [];
  const local = onAws ? undefined : await startLocalBuckets();
  const unchecked = {
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  } as const;
  const client = local ? local.client : new S3Client({});
  const presigner = local ? local.clientOf(OPERATOR, unchecked) : new S3Client(unchecked);
  const newBucket = async (): Promise<string> => {
    const name = `labelloop-contract-${randomUUID().slice(0, 13)}`;
    await client.send(new CreateBucketCommand({ Bucket: name }));
    made.push(name);
    return name;
  };
  const close = async (): Promise<void> => {
    for (const name of local ? [] : made) await destroyBucket(client, name);
    client.destroy();
    presigner.destroy();
    await local?.close();
  };
  return { client, presigner, local, newBucket, close };
};

const destroyBucket = async (client: S3Client, Bucket: string): Promise<void> => {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key: Key!, VersionId: VersionId! }));
    if (Objects.length === 0) break;
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
};

export interface LocalBucketWorld {
  readonly folder: string;
  readonly buckets: LocalBuckets;
  readonly client: S3Client;
  /** What the bucket reported; a test that expects some takes them out. */
  readonly faults: unknown[];
  /** Puts the world's clock forward, and those of its clients. */
  advance(ms: number): void;
  clientOf(accessKeyId: string, more?: S3ClientConfig): S3Client;
  close(): Promise<void>;
}

/** What a caller may do, as `action arn` tested by these patterns; `*` alone is everything. */
export type Grants = Readonly<Record<string, readonly RegExp[]>>;

export const OPERATOR = "AKIAOPERATOR";

export const startLocalBuckets = async (
  options: Partial<BucketOptions> & { readonly grants?: Grants } = {},
): Promise<LocalBucketWorld> => {
  const { grants = {}, folder = await mkdtemp(join(tmpdir(), "labelloop-bucket-")), ...rest } = options;
  const all: Grants = { [OPERATOR]: [/./], ...grants };
  let offsetMs = 0;
  const faults: unknown[] = [];
  const buckets = await startBucket({
    folder,
    port: 0,
    now: () => Date.now() + offsetMs,
    newId: randomUUID,
    onFault: (fault) => faults.push(fault),
    findCaller: (accessKeyId) => {
      const patterns = all[accessKeyId];
      if (!patterns) return undefined;
      const allows = (action: string, arn: string) => patterns.some((pattern) => pattern.test(`${action} ${arn}`));
      return { accessKeyId, secretAccessKey: `secret of ${accessKeyId}`, name: accessKeyId, allows };
    },
    ...rest,
  });
  const clients: S3Client[] = [];
  const clientOf = (accessKeyId: string, more: S3ClientConfig = {}): S3Client => {
    const credentials = { accessKeyId, secretAccessKey: `secret of ${accessKeyId}` };
    const made = new S3Client({ endpoint: buckets.url, region: REGION, credentials, maxAttempts: 1, ...more });
    clients.push(made);
    return made;
  };
  const close = async (): Promise<void> => {
    for (const made of clients) made.destroy();
    await buckets.close();
    if (options.folder === undefined) await rm(folder, { recursive: true });
  };
  const advance = (ms: number) => {
    offsetMs += ms;
    for (const made of clients) made.config.systemClockOffset = offsetMs;
  };
  return { folder, buckets, client: clientOf(OPERATOR), faults, advance, clientOf, close };
};

export const put = (client: S3Client, Bucket: string, Key: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: "hello", ...more }));

/** The code and status of the refusal that a call ends in; a call that succeeds fails the test. */
export const refusalOf = async (
  call: Promise<unknown>,
): Promise<{ readonly code: string; readonly status: number }> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof S3ServiceException) return { code: error.name, status: error.$metadata.httpStatusCode ?? 0 };
    throw error;
  }
  throw new Error("the call was not refused");
};

/** Bytes that differ from place to place, so that a wrong offset shows. */
export const someBytes = (sizeBytes: number, seed = 1): Buffer => {
  const bytes = Buffer.alloc(sizeBytes);
  let state = seed;
  for (let at = 0; at < sizeBytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
};
