import { type AttributeValue, ConditionalCheckFailedException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Deps } from "../deps.ts";
import type { Row } from "./row.ts";

interface RowKey {
  readonly pk: AttributeValue;
  readonly sk: AttributeValue;
}

/**
 * Puts other content into attributes of a row that is there, or takes the named ones out: for the erasure of a person
 * alone, since nothing else changes what was said. A row that is gone stays gone.
 */
export const fill = async (
  table: Deps["table"],
  TableName: string,
  { pk, sk }: RowKey,
  content: Row,
  without: readonly string[] = [],
): Promise<void> => {
  const names = [...Object.keys(content), ...without];
  const set = Object.keys(content).map((name) => `#${name} = :${name}`);
  const expression = [
    ...(set.length > 0 ? [`SET ${set.join(", ")}`] : []),
    ...(without.length > 0 ? [`REMOVE ${without.map((name) => `#${name}`).join(", ")}`] : []),
  ];
  const values = Object.entries(content).map(([name, value]) => [`:${name}`, value] as const);
  try {
    await table.send(
      new UpdateItemCommand({
        TableName,
        Key: { pk, sk },
        ConditionExpression: "attribute_exists(pk)",
        UpdateExpression: expression.join(" "),
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
};
