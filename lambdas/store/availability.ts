import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";

/** What an idle browser looks at instead of asking the API: `open` is about how many items want annotators. */
export interface Availability {
  readonly open: number;
  readonly asOfMs: number;
  /** Those in force: a page that knows only older ones asks what has changed. */
  readonly ontologyVersion: number;
  readonly instructionsVersion: number;
}

/**
 * One small file a project beside the page, readable by everybody: it says how much there is to do, by
 * which versions, and nothing else.
 */
export const availability = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => ({
  async show(projectId: ProjectId, shown: Availability): Promise<void> {
    await bucket.send(
      new PutObjectCommand({
        Bucket: config.SITE_BUCKET,
        Key: `avail/${projectId}.json`,
        Body: JSON.stringify(shown),
        ContentType: "application/json",
        CacheControl: "public, max-age=15",
      }),
    );
  },
});
