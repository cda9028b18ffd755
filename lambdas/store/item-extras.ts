import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { ItemId, ProjectId } from "../../core/ids.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { itemKey } from "./item-keys.ts";
import { putRows } from "./put-rows.ts";
import { J, jsonOf, N, numberOf, type Row, S } from "./row.ts";

/** What a manifest said of an item besides where it is. */
export type Extra = Readonly<Record<string, unknown>>;

/** The same, with the moment it was taken in: a later manifest may say something else, and exports are as of a moment. */
export interface ExtraSaid {
  readonly extra: Extra;
  readonly atMs: number;
}

const MOMENT_DIGITS = 15;

const toRow = (projectId: ProjectId, itemId: ItemId, { extra, atMs }: ExtraSaid): Row => ({
  ...itemKey(projectId, itemId, `X#${String(atMs).padStart(MOMENT_DIGITS, "0")}`),
  extra: J(extra),
  atMs: N(atMs),
});

export const extraFromRow = (row: Row): ExtraSaid => ({
  extra: jsonOf<Extra>(row, "extra"),
  atMs: numberOf(row, "atMs"),
});

/** What the line said that made the item, where it was short enough to travel with its source. */
export const saidAtFirst = ({
  source,
  createdAtMs,
}: Pick<ItemHeader, "source" | "createdAtMs">): ExtraSaid | undefined =>
  source.from === "manifest" && source.extra ? { extra: source.extra, atMs: createdAtMs } : undefined;

/** Other keys of manifest lines: a row each time that they change, all kept. */
export const itemExtras = ({ table, config, pause }: Pick<Deps, "table" | "config" | "pause">) => {
  const TableName = config.MAIN_TABLE;
  const latest = async (projectId: ProjectId, itemId: ItemId): Promise<ExtraSaid | undefined> => {
    const { Items = [] } = await table.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": itemKey(projectId, itemId, "X").pk, ":prefix": S(`${itemId}#X#`) },
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    return Items[0] && extraFromRow(Items[0]);
  };
  return {
    latest,

    /**
     * Keeps what is new. The same again, from a message that came twice or a manifest put again, writes nothing. `atFirst`
     * is what the item was made with.
     */
    async record(projectId: ProjectId, itemId: ItemId, said: ExtraSaid, atFirst?: ExtraSaid): Promise<void> {
      const before = (await latest(projectId, itemId)) ?? atFirst;
      if (before && JSON.stringify(before.extra) === JSON.stringify(said.extra)) return;
      await table.send(new PutItemCommand({ TableName, Item: toRow(projectId, itemId, said) }));
    },

    /** For items that are not there yet. Run again, it leaves a second row that says the same. */
    async putMany(projectId: ProjectId, list: readonly (ExtraSaid & { readonly itemId: ItemId })[]): Promise<void> {
      await putRows(
        { table, pause },
        TableName,
        list.map(({ itemId, ...said }) => toRow(projectId, itemId, said)),
      );
    },
  };
};
