import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { backlogKey } from "./item-row.ts";
import { S, textOf } from "./row.ts";
import { INDEX, SHARDS } from "./table.ts";

/** An item that wanted annotators when the index was written. `bs` sorts: priority, item, round. */
export interface BacklogEntry {
  readonly itemId: ItemId;
  readonly round: number;
  readonly bs: string;
}

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
    const { Items = [] } = await table.send(
      new QueryCommand({
        TableName: config.MAIN_TABLE,
        IndexName: INDEX.backlog.name,
        Limit: limit,
        KeyConditionExpression: after ? "bk = :bk AND bs > :after" : "bk = :bk",
        ExpressionAttributeValues: { ":bk": S(backlogKey(projectId, shard)), ...(after && { ":after": S(after) }) },
      }),
    );
    return Items.map((row) => {
      const bs = textOf(row, "bs");
      return { bs, itemId: bs.slice(3, 23) as ItemId, round: Number(bs.slice(24)) };
    });
  },
});
