import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { LabelId, ProjectId } from "../../core/ids.ts";
import type { ItemState } from "../../core/item.ts";
import type { AffectedItem } from "../../core/relabelling.ts";
import type { Deps } from "../deps.ts";
import { putObjectOnce } from "./put-object-once.ts";

/** An item on the list, with what it was before: what a sample is held against. */
export interface ListedItem extends AffectedItem {
  readonly name: string;
  readonly before: { readonly state: ItemState; readonly labels: readonly LabelId[] };
}

type Named = { readonly projectId: ProjectId; readonly planId: string; readonly fromBucket: number };

const keyOf = ({ projectId, planId, fromBucket }: Named): string =>
  `plans/${projectId}/${planId}/${String(fromBucket).padStart(3, "0")}.json`;

/** The very items that a plan found, by runs of buckets: the list that the vendor saw is the one that is asked by. */
export const affectedLists = ({ bucket, config }: Pick<Deps, "bucket" | "config">) => {
  const Bucket = config.ANSWERS_BUCKET;
  const read = async (named: Named): Promise<readonly ListedItem[]> => {
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key: keyOf(named) }));
    if (!Body) throw new Error(`object ${keyOf(named)} has no body`);
    return JSON.parse(await Body.transformToString()) as readonly ListedItem[];
  };
  return {
    /** Before its plan says so, and once: gives the list that stands, which may be an earlier run's. */
    async putOnce(named: Named, list: readonly ListedItem[]): Promise<readonly ListedItem[]> {
      const content = { Body: JSON.stringify(list), ContentType: "application/json" };
      const written = await putObjectOnce(bucket, { Bucket, Key: keyOf(named), ...content });
      return written === "put" ? list : read(named);
    },

    read,
  };
};
