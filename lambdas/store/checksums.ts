import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { idOf, S } from "./row.ts";

const key = (projectId: ProjectId, sha256: string) => ({ pk: S(`CK#${projectId}#${sha256}`), sk: S("FIRST") });

/** Which item of a project had certain bytes first: later ones with the same bytes are told as its duplicates. */
export const checksums = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** The item that has these bytes: the one given, unless another was first. */
    async claim(projectId: ProjectId, sha256: string, itemId: ItemId): Promise<ItemId> {
      try {
        await table.send(
          new PutItemCommand({
            TableName,
            Item: { ...key(projectId, sha256), itemId: S(itemId) },
            ConditionExpression: "attribute_not_exists(pk)",
          }),
        );
        return itemId;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, sha256), ConsistentRead: true }),
      );
      return Item ? idOf<ItemId>(Item, "itemId") : itemId;
    },
  };
};
