import { readDocument } from "./body.ts";
import { objectArn } from "./buckets.ts";
import { type Answer, type BucketCall, emptyOk, noContent, permit, xmlAnswer } from "./call.ts";
import { parseTagging } from "./labels.ts";
import { versionHeader } from "./object-reads.ts";
import { mayList } from "./object-writes.ts";
import { currentObject, objectVersion, type StoredObject, setTags } from "./objects.ts";
import { refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";

const MAX_DOCUMENT_BYTES = 64 * 1024;

export const getObjectTagging = (store: Store, call: BucketCall): Answer => {
  const object = findTagged(store, call, "Get");
  const tags = object.tags.map(([Key, Value]) => ({ Key, Value }));
  return xmlAnswer("Tagging", { TagSet: { Tag: tags } }, versionHeader(call, object));
};

export const putObjectTagging = async (store: Store, call: BucketCall): Promise<Answer> => {
  findTagged(store, call, "Put");
  const tags = parseTagging(await readDocument(call.body(), MAX_DOCUMENT_BYTES));
  const object = findTagged(store, call, "Put");
  setTags(store, object, tags);
  return { ...emptyOk, headers: versionHeader(call, object) };
};

export const deleteObjectTagging = (store: Store, call: BucketCall): Answer => {
  const object = findTagged(store, call, "Delete");
  setTags(store, object, []);
  return { ...noContent, headers: versionHeader(call, object) };
};

const findTagged = (store: Store, call: BucketCall, verb: "Get" | "Put" | "Delete"): StoredObject => {
  const { bucket, key } = call;
  const versionId = call.query.get("versionId");
  permit(call, `s3:${verb}Object${versionId === undefined ? "" : "Version"}Tagging`, objectArn(bucket.name, key));
  const object =
    versionId === undefined
      ? currentObject(store, bucket.name, key)
      : objectVersion(store, bucket.name, key, versionId);
  if (object && !object.isDeleteMarker) return object;
  if (!mayList(call)) throw refusal("AccessDenied", "Access Denied");
  throw refusal("NoSuchKey", "The specified key does not exist.", { elements: { Key: key } });
};
