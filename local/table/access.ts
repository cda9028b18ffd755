import type { AttributeValue, Item } from "./attribute-value.ts";
import type { Catalog } from "./catalog.ts";
import type { Request, Search, TransactPart } from "./request.ts";
import { tableArn } from "./table-settings.ts";

/** One permission that a request needs. */
export interface Access {
  /** IAM action, e.g. `dynamodb:PutItem`. */
  readonly action: string;
  readonly resource: string;
  /** Partition keys that the request names, for policies with `dynamodb:LeadingKeys`; empty for a Scan. */
  readonly leadingKeys: readonly string[];
}

/** What IAM would check: batches ask for each table, transactions for the action of each part. */
export const accessOf = (request: Request, catalog: Catalog): readonly Access[] => {
  const need = (operation: string, table: string, keys: readonly (Item | undefined)[] = []): Access => ({
    action: `dynamodb:${operation}`,
    resource: tableArn(table),
    leadingKeys: leadingKeys(catalog, table, keys),
  });
  const { operation, input } = request;
  switch (operation) {
    case "ListTables":
      return [{ action: "dynamodb:ListTables", resource: "*", leadingKeys: [] }];
    case "PutItem":
      return [need(operation, input.TableName, [input.Item])];
    case "GetItem":
    case "UpdateItem":
    case "DeleteItem":
      return [need(operation, input.TableName, [input.Key])];
    case "Query":
    case "Scan":
      return [searchAccess(operation, input, catalog)];
    case "BatchGetItem":
      return Object.entries(input.RequestItems).map(([table, { Keys }]) => need(operation, table, Keys));
    case "BatchWriteItem":
      return Object.entries(input.RequestItems).map(([table, writes]) =>
        need(
          operation,
          table,
          writes.map((write) => write.PutRequest?.Item ?? write.DeleteRequest?.Key),
        ),
      );
    case "TransactWriteItems":
      return input.parts.map((part) => need(actionOf[part.kind], part.input.TableName, [keyOfPart(part)]));
    case "TransactGetItems":
      return input.parts.map((get) => need("GetItem", get.TableName, [get.Key]));
    default:
      return [need(operation, input.TableName)];
  }
};

/** A search of an index needs the index alone; its leading key is the index's. */
const searchAccess = (operation: "Query" | "Scan", input: Search, catalog: Catalog): Access => {
  const { TableName, IndexName, KeyConditions = {} } = input;
  const table = catalog.find(TableName);
  const index = table?.GlobalSecondaryIndexes?.find((candidate) => candidate.IndexName === IndexName);
  const partition = (index ?? table)?.KeySchema[0]?.AttributeName ?? "";
  const value = KeyConditions[partition]?.AttributeValueList[0];
  return {
    action: `dynamodb:${operation}`,
    resource: tableArn(TableName) + (IndexName === undefined ? "" : `/index/${IndexName}`),
    leadingKeys: value ? [keyText(value)] : [],
  };
};

const actionOf = { Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem", ConditionCheck: "ConditionCheckItem" };

const keyOfPart = (part: TransactPart): Item => (part.kind === "Put" ? part.input.Item : part.input.Key);

/** Nothing for a table that is not there: the request will fail on that after the permission. */
const leadingKeys = (catalog: Catalog, name: string, keys: readonly (Item | undefined)[]): readonly string[] => {
  const partition = catalog.find(name)?.KeySchema[0]?.AttributeName;
  return keys.flatMap((key) => {
    const value = partition === undefined ? undefined : key?.[partition];
    return value ? [keyText(value)] : [];
  });
};

const keyText = (value: AttributeValue): string => String(Object.values(value)[0]);
