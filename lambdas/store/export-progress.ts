import { PutItemCommand, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { StreamName } from "../../core/formats/bundle.ts";
import type { BundleCounts, BundleFile } from "../../core/formats/manifest.ts";
import type { ExportId, ItemId } from "../../core/ids.ts";
import type { Deps } from "../deps.ts";
import { J, jsonOf, type Row, S } from "./row.ts";

/**
 * A finished piece of an export: the items of a shard from where the piece before ended up to `through`, written to one
 * object with its streams one after another.
 */
export interface ExportPiece {
  readonly shard: number;
  /** From 0, within its shard. */
  readonly number: number;
  /** Absent in a last piece without items. */
  readonly through?: ItemId;
  /** The shard has no items after it. */
  readonly last: boolean;
  readonly sizes: Readonly<Partial<Record<StreamName, number>>>;
  /** Images in its `coco-images`. */
  readonly images: number;
  readonly counts: BundleCounts;
}

const partition = (exportId: ExportId) => S(`EX#${exportId}`);
const pad = (number: number, digits: number): string => String(number).padStart(digits, "0");

/** How far the work on an export has come, so that it can stop and go on, and be done twice without harm. */
export const exportProgress = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.MAIN_TABLE;

  const rowsOf = async (exportId: ExportId, prefix: string): Promise<readonly Row[]> => {
    const pages = paginateQuery(
      { client: table },
      {
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": partition(exportId), ":prefix": S(prefix) },
      },
    );
    const rows: Row[] = [];
    for await (const { Items = [] } of pages) rows.push(...Items);
    return rows;
  };

  const put = async (exportId: ExportId, sk: string, content: unknown): Promise<void> => {
    await table.send(
      new PutItemCommand({ TableName, Item: { pk: partition(exportId), sk: S(sk), content: J(content) } }),
    );
  };

  return {
    /** The same piece twice is the same row: pieces end where their size says, not where time ran out. */
    putPiece: (exportId: ExportId, piece: ExportPiece): Promise<void> =>
      put(exportId, `S#${pad(piece.shard, 2)}#${pad(piece.number, 6)}`, piece),

    /** In the order of items: shard by shard, piece by piece. */
    async pieces(exportId: ExportId, shard?: number): Promise<readonly ExportPiece[]> {
      const rows = await rowsOf(exportId, shard === undefined ? "S#" : `S#${pad(shard, 2)}#`);
      return rows.map((row) => jsonOf<ExportPiece>(row, "content"));
    },

    putFile: (exportId: ExportId, file: BundleFile): Promise<void> => put(exportId, `F#${file.name}`, file),

    /** Files that are joined and stored, by name. */
    async files(exportId: ExportId): Promise<readonly BundleFile[]> {
      const rows = await rowsOf(exportId, "F#");
      return rows.map((row) => jsonOf<BundleFile>(row, "content"));
    },
  };
};
