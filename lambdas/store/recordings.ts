import { DeleteObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { Deps } from "../deps.ts";

/** Voice notes in the bucket of dropped files, which keeps every version of an object. */
export const recordings = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => {
  const Bucket = config.INGEST_BUCKET;
  return {
    /** Takes away every version, and what marks one as deleted. Gives how many there were; none the second time. */
    async remove(key: string): Promise<number> {
      let removed = 0;
      for (;;) {
        const { Versions = [], DeleteMarkers = [] } = await bucket.send(
          new ListObjectVersionsCommand({ Bucket, Prefix: key }),
        );
        const found = [...Versions, ...DeleteMarkers].filter((one) => one.Key === key);
        if (found.length === 0) return removed;
        for (const { VersionId } of found) await bucket.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId }));
        removed += found.length;
      }
    },
  };
};
