import { type AttributeValue, paginateQuery, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { Deps } from "../deps.ts";
import { type Row, S } from "./row.ts";

interface Under {
  readonly TableName: string;
  readonly pk: AttributeValue;
  /** What the sort keys begin with. */
  readonly prefix: string;
}

/** Every row of a partition whose sort key begins so, in order of these keys, read strongly and page by page. */
export const rowsUnder = async (
  table: Deps["table"],
  { TableName, pk, prefix }: Under,
  options: Pick<QueryCommandInput, "ScanIndexForward" | "ProjectionExpression" | "ExpressionAttributeNames"> = {},
): Promise<readonly Row[]> => {
  const pages = paginateQuery(
    { client: table },
    {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": pk, ":prefix": S(prefix) },
      ...options,
    },
  );
  const rows: Row[] = [];
  for await (const { Items = [] } of pages) rows.push(...Items);
  return rows;
};
