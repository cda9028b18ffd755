import { QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { backlogKey, placeInBacklog } from "./item-row.ts";
import { type Row, S, textOf } from "./row.ts";
import { INDEX, SHARDS } from "./table.ts";

/** An item that wanted annotators when the index was written. `bs` sorts by priority, and is told by `placeInBacklog`. */
export interface BacklogEntry {
  readonly itemId: ItemId;
  readonly round: number;
  readonly bs: string;
}

const fromRow = (row: Row): BacklogEntry => {
  const bs = textOf(row, "bs");
  return { bs, ...placeInBacklog(bs) };
};

export const BACKLOG_SHARDS: readonly string[] = Array.from({ length: SHARDS.backlog }, (_, shard) =>
  shard.toString(16),
);

/** The backlog of a project, by priority. The index may lag: it proposes, the header decides. */
export const backlog = ({ table, config }: Pick<Deps, "table" | "config">) => ({
  /** Entries of one shard after `after`, first by priority; fewer than `limit` only at the shard's end. */
  async entries(
    projectId: ProjectId,
    shard: string,
    { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly BacklogEntry[]> {
    const found: BacklogEntry[] = [];
    let from: Row | undefined;
    do {
      // A page ends at a megabyte, which is some five thousand entries.
      const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await table.send(
        new QueryCommand({
          TableName: config.MAIN_TABLE,
          IndexName: INDEX.backlog.name,
          Limit: limit - found.length,
          KeyConditionExpression: after ? "bk = :bk AND bs > :after" : "bk = :bk",
          ExpressionAttributeValues: { ":bk": S(backlogKey(projectId, shard)), ...(after && { ":after": S(after) }) },
          ...(from && { ExclusiveStartKey: { ...from } }),
        }),
      );
      found.push(...Items.map(fromRow));
      from = LastEvaluatedKey;
    } while (from && found.length < limit);
    return found;
  },
});
