import { REGION } from "../access/caller.ts";
import { readDocument } from "./body.ts";
import {
  addBucket,
  allBuckets,
  bucketArn,
  checkBucketName,
  dropBucket,
  findBucket,
  setCors,
  setLifecycle,
  setVersioning,
} from "./buckets.ts";
import {
  type Answer,
  type BucketCall,
  type Call,
  emptyOk,
  noContent,
  permit,
  queryInteger,
  xmlAnswer,
} from "./call.ts";
import { corsToXml, lifecycleToXml, parseCorsXml, parseLifecycleXml, parseVersioningXml } from "./configurations.ts";
import { owner } from "./list-objects.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";
import { expectOnly, parseXml, textOf } from "./xml.ts";

const MAX_DOCUMENT_BYTES = 64 * 1024;

export const listBuckets = (store: Store, call: Call): Answer => {
  permit(call, "s3:ListAllMyBuckets", "*");
  const limit = queryInteger(call, "max-buckets", { min: 1, max: 10_000, fallback: 10_000 });
  const [after, prefix] = [call.query.get("continuation-token") ?? "", call.query.get("prefix") ?? ""];
  const rest = allBuckets(store).filter(({ name }) => name > after && name.startsWith(prefix));
  const shown = rest.slice(0, limit);
  return xmlAnswer("ListAllMyBucketsResult", {
    Owner: owner,
    Buckets: {
      Bucket: shown.map(({ name, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
        BucketRegion: REGION,
      })),
    },
    ContinuationToken: rest.length > limit ? shown.at(-1)?.name : undefined,
    Prefix: prefix === "" ? undefined : prefix,
  });
};

/** Takes the name beside the call: the bucket is not there yet. */
export const createBucket = async (store: Store, call: Call, name: string): Promise<Answer> => {
  permit(call, "s3:CreateBucket", bucketArn(name));
  const document = await readDocument(call.body(), MAX_DOCUMENT_BYTES);
  if (document.trim() !== "") {
    const configuration = parseXml(document, "CreateBucketConfiguration");
    expectOnly(configuration, ["LocationConstraint"]);
    const region = textOf(configuration, "LocationConstraint");
    if (region !== undefined && region !== "" && region !== REGION)
      throw refusal("InvalidArgument", `The only region here is ${REGION}, not ${region}.`);
  }
  checkBucketName(name);
  addBucket(store, name);
  return { ...emptyOk, headers: { location: `/${name}` } };
};

export const deleteBucket = async (store: Store, call: BucketCall): Promise<Answer> => {
  permit(call, "s3:DeleteBucket", bucketArn(call.bucket.name));
  await dropBucket(store, call.bucket.name);
  return noContent;
};

/** S3 asks for the right to list, as a HEAD of the listing would. */
export const headBucket = (_: Store, call: BucketCall): Answer => {
  permit(call, "s3:ListBucket", bucketArn(call.bucket.name));
  return { ...emptyOk, headers: { "x-amz-bucket-region": REGION } };
};

/** us-east-1 is told by an empty answer, for historical reasons. */
export const getBucketLocation = (_: Store, call: BucketCall): Answer => {
  permit(call, "s3:GetBucketLocation", bucketArn(call.bucket.name));
  return xmlAnswer("LocationConstraint", {});
};

export const getBucketVersioning = (_: Store, call: BucketCall): Answer => {
  permit(call, "s3:GetBucketVersioning", bucketArn(call.bucket.name));
  const { versioning } = call.bucket;
  return xmlAnswer("VersioningConfiguration", { Status: versioning === "Off" ? undefined : versioning });
};

export const putBucketVersioning = async (store: Store, call: BucketCall): Promise<Answer> => {
  permit(call, "s3:PutBucketVersioning", bucketArn(call.bucket.name));
  setVersioning(store, call.bucket.name, parseVersioningXml(await readDocument(call.body(), MAX_DOCUMENT_BYTES)));
  return emptyOk;
};

export const getBucketCors = (_: Store, call: BucketCall): Answer => {
  permit(call, "s3:GetBucketCORS", bucketArn(call.bucket.name));
  if (!call.bucket.cors) throw refusal("NoSuchCORSConfiguration", "The CORS configuration does not exist");
  return xmlAnswer("CORSConfiguration", corsToXml(call.bucket.cors));
};

export const putBucketCors = async (store: Store, call: BucketCall): Promise<Answer> => {
  permit(call, "s3:PutBucketCORS", bucketArn(call.bucket.name));
  setCors(store, call.bucket.name, parseCorsXml(await readDocument(call.body(), MAX_DOCUMENT_BYTES)));
  return emptyOk;
};

export const deleteBucketCors = (store: Store, call: BucketCall): Answer => {
  permit(call, "s3:PutBucketCORS", bucketArn(call.bucket.name));
  setCors(store, call.bucket.name, undefined);
  return noContent;
};

export const getBucketLifecycle = (_: Store, call: BucketCall): Answer => {
  permit(call, "s3:GetLifecycleConfiguration", bucketArn(call.bucket.name));
  if (!call.bucket.lifecycle)
    throw refusal("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
  return xmlAnswer("LifecycleConfiguration", lifecycleToXml(call.bucket.lifecycle));
};

export const putBucketLifecycle = async (store: Store, call: BucketCall): Promise<Answer> => {
  permit(call, "s3:PutLifecycleConfiguration", bucketArn(call.bucket.name));
  setLifecycle(store, call.bucket.name, parseLifecycleXml(await readDocument(call.body(), MAX_DOCUMENT_BYTES)));
  return emptyOk;
};

export const deleteBucketLifecycle = (store: Store, call: BucketCall): Answer => {
  permit(call, "s3:PutLifecycleConfiguration", bucketArn(call.bucket.name));
  setLifecycle(store, call.bucket.name, undefined);
  return noContent;
};

/** The bucket if it is there, for preflights, which nobody signs. */
export const corsOf = (store: Store, name: string) => findBucket(store, name)?.cors;
