import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { itemKey } from "./item-keys.ts";
import { putRows } from "./put-rows.ts";
import { S, textOf } from "./row.ts";

const key = (projectId: ProjectId, itemId: ItemId, sha256: string) => itemKey(projectId, itemId, `T#${sha256}`);

/**
 * Texts that came in manifest lines, beside their item and named by what they say: the header's `source.sha256` is the
 * key, so a newer text that waits to be accepted never changes the one that people are labelling.
 */
export const texts = ({ table, config, pause }: Pick<Deps, "table" | "config" | "pause">) => {
  const TableName = config.MAIN_TABLE;
  return {
    /** Same key, same text: writing it twice is once. */
    async put(projectId: ProjectId, itemId: ItemId, sha256: string, text: string): Promise<void> {
      await table.send(new PutItemCommand({ TableName, Item: { ...key(projectId, itemId, sha256), text: S(text) } }));
    },

    async putMany(
      projectId: ProjectId,
      list: readonly { readonly itemId: ItemId; readonly sha256: string; readonly text: string }[],
    ): Promise<void> {
      const rows = list.map(({ itemId, sha256, text }) => ({ ...key(projectId, itemId, sha256), text: S(text) }));
      await putRows({ table, pause }, TableName, rows);
    },

    /** `sha256` is that of the header's source. */
    async find(projectId: ProjectId, itemId: ItemId, sha256: string): Promise<string | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, itemId, sha256), ConsistentRead: true }),
      );
      return Item && textOf(Item, "text");
    },
  };
};
