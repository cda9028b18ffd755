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
  itemId: S(itemId),
});

/** Its key says which bytes; rows of earlier versions say it twice. */
const sha256Of = (row: Row): string => textOf(row, "pk").slice(-64);

/** Which item of a project had certain bytes first: later ones with the same bytes are told as its duplicates. */
export const checksums = ({ table, config, pause }: Pick<Deps, "table" | "config" | "pause">) => {
  const TableName = config.MAIN_TABLE;

  return {
    /**
     * Which item had each of these bytes first, those left out that nobody had. One that came a moment ago may be missing:
     * the vendor then misses a hint, nothing else.
     */
    async findMany(projectId: ProjectId, sha256s: readonly string[]): Promise<ReadonlyMap<string, ItemId>> {
      const found = new Map<string, ItemId>();
      let wanted = [...new Set(sha256s)].map((sha256) => key(projectId, sha256));
      while (wanted.length > 0) {
        const Keys = wanted.slice(0, BATCH_MAX);
        const { Responses = {}, UnprocessedKeys = {} } = await table.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }),
        );
        for (const row of Responses[TableName] ?? []) found.set(sha256Of(row), idOf<ItemId>(row, "itemId"));
        wanted = [...((UnprocessedKeys[TableName]?.Keys ?? []) as typeof wanted), ...wanted.slice(BATCH_MAX)];
      }
      return found;
    },

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

    /** Writes down who was first, for many at once and whatever is there: of two that come together the last is told. */
    async putMany(projectId: ProjectId, claims: readonly Claim[]): Promise<void> {
      const rows = new Map(claims.toReversed().map((claim) => [claim.sha256, toRow(projectId, claim)]));
      await putRows({ table, pause }, TableName, [...rows.values()]);
    },
  };
};
