import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Deps } from "../deps.ts";
import type { Row } from "./row.ts";

/** `stands` is what lies under the key afterwards: the row put now, or the one that was there. */
export interface PutOnce {
  readonly state: "put" | "there";
  readonly stands: Row;
}

/** Writes a row that never changes: of two, the first stands, and both are told which it is. */
export const putOnce = async (table: Deps["table"], TableName: string, row: Row): Promise<PutOnce> => {
  try {
    await table.send(
      new PutItemCommand({
        TableName,
        Item: row,
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return { state: "put", stands: row };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || !error.Item) throw error;
    return { state: "there", stands: error.Item };
  }
};
