import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { putRows } from "./put-rows.ts";
import { idOf, type Row, S, textOf } from "./row.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const BATCH_MAX = 100;

export interface Claim {
  readonly sha256: string;
  readonly itemId: ItemId;
}

const key = (projectId: ProjectId, sha256: string) => ({ pk: S(`CK#${projectId}#${sha256}`), sk: S("FIRST") });

const toRow = (projectId: ProjectId, { sha256, itemId }: Claim): Row => ({
  ...key(projectId, sha256),
  sha256: S(sha256),
  itemId: S(itemId),
});

/** Which item of a project had certain bytes first: later ones with the same bytes are told as its duplicates. */
export const checksums = ({ table, config, pause }: Pick<Deps, "table" | "config" | "pause">) => {
  const TableName = config.MAIN_TABLE;

  const findMany = async (projectId: ProjectId, sha256s: readonly string[]): Promise<ReadonlyMap<string, ItemId>> => {
    const found = new Map<string, ItemId>();
    let wanted = sha256s.map((sha256) => key(projectId, sha256));
    while (wanted.length > 0) {
      const Keys = wanted.slice(0, BATCH_MAX);
      const { Responses = {}, UnprocessedKeys = {} } = await table.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      for (const row of Responses[TableName] ?? []) found.set(textOf(row, "sha256"), idOf<ItemId>(row, "itemId"));
      wanted = [...((UnprocessedKeys[TableName]?.Keys ?? []) as typeof wanted), ...wanted.slice(BATCH_MAX)];
    }
    return found;
  };

  return {
    /** The item that has these bytes: the one given, unless another was first. */
    async claim(projectId: ProjectId, claim: Claim): Promise<ItemId> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: toRow(projectId, claim),
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
        return claim.itemId;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      const Key = key(projectId, claim.sha256);
      const { Item } = await table.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      return Item ? idOf<ItemId>(Item, "itemId") : claim.itemId;
    },

    /**
     * The same for many, in few calls and without conditions: of equal bytes that come at the same moment in two calls,
     * both may be told to be the first. The vendor then misses a hint, nothing else.
     */
    async claimMany(projectId: ProjectId, claims: readonly Claim[]): Promise<ReadonlyMap<string, ItemId>> {
      const first = new Map(await findMany(projectId, [...new Set(claims.map(({ sha256 }) => sha256))]));
      const fresh = claims.filter(({ sha256, itemId }) => {
        const isFirst = !first.has(sha256);
        if (isFirst) first.set(sha256, itemId);
        return isFirst;
      });
      await putRows(
        { table, pause },
        TableName,
        fresh.map((claim) => toRow(projectId, claim)),
      );
      return first;
    },
  };
};
