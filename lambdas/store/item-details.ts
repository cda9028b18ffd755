import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Media } from "../../core/item.ts";
import { paddedSequencer } from "../../core/sequencer.ts";
import type { Deps } from "../deps.ts";
import { itemKey } from "./item-keys.ts";
import { idOf, J, jsonOf, type Row, S, textOf } from "./row.ts";

/** What is kept of an item beside its header: nothing here decides who may answer it. */
export interface ItemDetails {
  readonly etag?: string;
  /** S3's order of the events of one key (padded): an event that is not newer is old news. */
  readonly sequencer?: string;
  /** Of newer bytes that wait to be accepted as this item, which has no header yet. */
  readonly media?: Media;
  /** The item that took the place of this one's key when newer bytes were accepted. */
  readonly currentItemId?: ItemId;
}

const key = (projectId: ProjectId, itemId: ItemId) => itemKey(projectId, itemId, "D");

const fromRow = (row: Row): ItemDetails => ({
  ...(row["etag"] && { etag: textOf(row, "etag") }),
  ...(row["sequencer"] && { sequencer: textOf(row, "sequencer") }),
  ...(row["media"] && { media: jsonOf<Media>(row, "media") }),
  ...(row["currentItemId"] && { currentItemId: idOf<ItemId>(row, "currentItemId") }),
});

/** Details of items, each in a row beside the header. */
export const itemDetails = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;
  return {
    async find(projectId: ProjectId, itemId: ItemId): Promise<ItemDetails | undefined> {
      const { Item } = await table.send(
        new GetItemCommand({ TableName, Key: key(projectId, itemId), ConsistentRead: true }),
      );
      return Item && fromRow(Item);
    },

    /** Sets what is given and leaves the rest. */
    async note(
      projectId: ProjectId,
      itemId: ItemId,
      { media, currentItemId }: Pick<ItemDetails, "media" | "currentItemId">,
    ): Promise<void> {
      const given = Object.entries({
        ...(media && { media: J(media) }),
        ...(currentItemId && { currentItemId: S(currentItemId) }),
      });
      if (given.length === 0) return;
      await table.send(
        new UpdateItemCommand({
          TableName,
          Key: key(projectId, itemId),
          UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(", ")}`,
          ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
        }),
      );
    },

    /** Remembers that an event is done. Events come doubled and out of order: the newest stays. */
    async noteEvent(
      projectId: ProjectId,
      itemId: ItemId,
      { sequencer, etag }: { readonly sequencer: string; readonly etag: string },
    ): Promise<void> {
      try {
        await table.send(
          new UpdateItemCommand({
            TableName,
            Key: key(projectId, itemId),
            ConditionExpression: "attribute_not_exists(sequencer) OR sequencer < :sequencer",
            UpdateExpression: "SET sequencer = :sequencer, etag = :etag",
            ExpressionAttributeValues: { ":sequencer": S(paddedSequencer(sequencer)), ":etag": S(etag) },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
};

/** Whether the event was done before, or a newer one of the same key was. */
export const isOldNews = (details: ItemDetails | undefined, sequencer: string | undefined): boolean =>
  details?.sequencer !== undefined && sequencer !== undefined && paddedSequencer(sequencer) <= details.sequencer;
