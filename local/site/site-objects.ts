import { currentObject, segmentsOf } from "../bucket/objects.ts";
import type { Store } from "../bucket/store.ts";

export interface SiteObject {
  readonly type: string;
  readonly body: Buffer;
}

/** Reads small objects of a bucket as CloudFront does, in the site's own name; undefined for what is not there. */
export const siteObjects =
  (store: Store, bucket: string) =>
  async (key: string): Promise<SiteObject | undefined> => {
    const found = currentObject(store, bucket, key);
    if (!found || found.isDeleteMarker) return undefined;
    const segments = segmentsOf(store, found);
    const release = store.blobs.hold(segments.map(({ blob }) => blob));
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of store.blobs.read(segments, 0, found.sizeBytes - 1)) chunks.push(chunk);
      return { type: found.headers["content-type"] ?? "application/octet-stream", body: Buffer.concat(chunks) };
    } finally {
      release();
    }
  };
