import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { GoldItem } from "../../core/gold.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { J, jsonOf, N, numberOf, S } from "./row.ts";

const key = (projectId: ProjectId) => ({ pk: S(`PR#${projectId}`), sk: S("GOLD") });

/** Which items of a project are gold, by a row that changes whole. */
export interface GoldList {
  readonly listed: readonly GoldItem[];
  /** 0 while there is no row. */
  readonly ver: number;
}

interface Read {
  readonly listed: readonly GoldItem[];
  readonly readAtMs: number;
}
/** By client, which is one a process. */
const lastRead = new WeakMap<DynamoDBClient, Map<ProjectId, Read>>();
const RECENT_MS = 20_000;

/** A row a project. */
export const goldItems = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  const memory = lastRead.get(table) ?? new Map<ProjectId, Read>();
  lastRead.set(table, memory);

  const read = async (projectId: ProjectId, ConsistentRead: boolean): Promise<GoldList> => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(projectId), ConsistentRead }));
    return Item ? { listed: jsonOf<GoldItem[]>(Item, "listed"), ver: numberOf(Item, "ver") } : { listed: [], ver: 0 };
  };

  return {
    find: (projectId: ProjectId): Promise<GoldList> => read(projectId, true),

    /** As it was within the last twenty seconds: for packets, each of which looks at the item's header besides. */
    async recent(projectId: ProjectId, nowMs: number): Promise<readonly GoldItem[]> {
      const before = memory.get(projectId);
      if (before && nowMs >= before.readAtMs && nowMs - before.readAtMs < RECENT_MS) return before.listed;
      const { listed } = await read(projectId, false);
      memory.set(projectId, { listed, readAtMs: nowMs });
      return listed;
    },

    /** Writes the list if it is still the one that was read. */
    async replace(
      projectId: ProjectId,
      listed: readonly GoldItem[],
      readVer: number,
    ): Promise<"replaced" | "changed-meanwhile"> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: { ...key(projectId), listed: J(listed), ver: N(readVer + 1) },
            ConditionExpression: readVer === 0 ? "attribute_not_exists(pk)" : "ver = :read",
            ...(readVer > 0 && { ExpressionAttributeValues: { ":read": N(readVer) } }),
          }),
        );
        memory.delete(projectId);
        return "replaced";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "changed-meanwhile";
      }
    },
  };
};
