import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { Deps } from "../deps.ts";
import { putOnce } from "./put-once.ts";
import { S, textOf } from "./row.ts";

const KEY = { pk: S("KEY#record"), sk: S("META") };

/**
 * What records of work are signed with: 32 random bytes of this installation, made when first wanted, then never
 * changed. In the table of persons, of which labelling and exports hold no grant.
 */
export const recordKeys = ({ table, config, newSecret }: Pick<Deps, "table" | "config" | "newSecret">) => {
  const TableName = config.PEOPLE_TABLE;
  const find = async (): Promise<string | undefined> => {
    const { Item } = await table.send(new GetItemCommand({ TableName, Key: KEY, ConsistentRead: true }));
    return Item && textOf(Item, "seed");
  };
  return {
    /** The seed, base64url; of two that make it at once, the first to write it wins. */
    async seed(): Promise<string> {
      const found = await find();
      if (found) return found;
      const { stands } = await putOnce(table, TableName, { ...KEY, seed: S(newSecret()) });
      return textOf(stands, "seed");
    },
  };
};
