import { readDocument } from "./body.ts";
import { type Answer, type BucketCall, xmlAnswer } from "./call.ts";
import { remove } from "./object-writes.ts";
import type { Removal } from "./objects.ts";
import { refusal, S3Refusal } from "./s3-refusal.ts";
import type { Store } from "./store.ts";
import { childrenOf, expectOnly, malformed, parseXml, textOf, type XmlElements, type XmlNode } from "./xml.ts";

const MAX_KEYS = 1000;
const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/**
 * Deletes up to a thousand keys. Each has its own outcome, a refusal of one does not stop the others; all that go,
 * go in one commit, since a thousand synced ones would take seconds.
 */
export const deleteObjects = async (store: Store, call: BucketCall): Promise<Answer> => {
  const body = call.body();
  const root = parseXml(await readDocument(body, MAX_DOCUMENT_BYTES), "Delete");
  if (call.headers["content-md5"] === undefined && body.digests().claimed === undefined)
    throw refusal("InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  expectOnly(root, ["Object", "Quiet"]);
  const entries = childrenOf(root, "Object").map(readEntry);
  if (entries.length === 0 || entries.length > MAX_KEYS) throw malformed();
  const outcomes = store.database.transaction(() => entries.map((entry) => removeEntry(store, call, entry)));
  await store.blobs.remove(outcomes.flatMap(({ doomed }) => doomed));
  const isQuiet = textOf(root, "Quiet") === "true";
  return xmlAnswer("DeleteResult", {
    Deleted: isQuiet ? [] : outcomes.flatMap(({ deleted }) => deleted),
    Error: outcomes.flatMap(({ error }) => error),
  });
};

interface Entry {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly etag: string | undefined;
}

interface Outcome {
  readonly deleted: readonly XmlElements[];
  readonly error: readonly XmlElements[];
  readonly doomed: readonly string[];
}

const readEntry = (node: XmlNode): Entry => {
  expectOnly(node, ["Key", "VersionId", "ETag"]);
  const key = textOf(node, "Key");
  if (!key) throw malformed();
  return { key, versionId: textOf(node, "VersionId"), etag: textOf(node, "ETag") };
};

const removeEntry = (store: Store, call: BucketCall, entry: Entry): Outcome => {
  const shown = { Key: entry.key, VersionId: entry.versionId };
  try {
    const { removal, doomed } = remove(store, call, entry, (name) => (name === "if-match" ? entry.etag : undefined));
    return { deleted: [{ ...shown, ...describe(removal) }], error: [], doomed };
  } catch (error) {
    if (!(error instanceof S3Refusal)) throw error;
    return { deleted: [], error: [{ ...shown, Code: error.code, Message: error.message }], doomed: [] };
  }
};

const describe = (removal: Removal): XmlElements =>
  removal.kind === "marked" || (removal.kind === "removed" && removal.wasMarker)
    ? { DeleteMarker: true, DeleteMarkerVersionId: removal.versionId }
    : {};
