import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { N, numberOf, type Row, S } from "./row.ts";

/** One version of one manifest. */
export interface ManifestName {
  readonly projectId: ProjectId;
  /** The item that the manifest's key would be: keys may be longer than a row's. */
  readonly manifestId: ItemId;
  readonly etag: string;
}

const key = ({ projectId, manifestId, etag }: ManifestName) => ({
  pk: S(`PR#${projectId}`),
  sk: S(`MF#${manifestId}#${etag}`),
});

/**
 * How many bad lines a manifest has. Its slices are read in any order, side by side and more than once: each adds its
 * own once, and learns how many were counted before it. A slice with bad lines takes an attribute, so that a manifest
 * of five million lines, all bad, makes a row of 300 kB.
 */
export const manifests = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;

  const find = async (name: ManifestName): Promise<Row | undefined> => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(name), ConsistentRead: true }));
    return Item;
  };

  return {
    /** Counts the bad lines of a slice, and says how many bad lines were counted before them. */
    async countBad(name: ManifestName, sliceFrom: number, badLines: number): Promise<number> {
      const slice = `s${sliceFrom.toString(36)}`;
      try {
        const { Attributes = {} } = await table.send(
          new UpdateItemCommand({
            TableName,
            Key: key(name),
            ConditionExpression: "attribute_not_exists(#slice)",
            UpdateExpression: "SET #slice = if_not_exists(bad, :none) ADD bad :more",
            ExpressionAttributeNames: { "#slice": slice },
            ExpressionAttributeValues: { ":none": N(0), ":more": N(badLines) },
            ReturnValues: "UPDATED_NEW",
          }),
        );
        return numberOf(Attributes, slice);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      return numberOf((await find(name)) ?? {}, slice);
    },

    /** Bad lines counted so far. */
    async bad(name: ManifestName): Promise<number> {
      const row = await find(name);
      return row ? numberOf(row, "bad") : 0;
    },
  };
};
