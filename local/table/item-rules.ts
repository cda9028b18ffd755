import { type AttributeValue, type Item, itemSizeBytes, typeOf } from "./attribute-value.ts";
import { validateItem, validateKey } from "./dynalite.ts";
import { invalid, refuseIf } from "./refusal.ts";
import { keyNames, type Table, typeOfKey } from "./schema.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAX_ITEM_BYTES = 400 * 1024;
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;

/** Refuses a key that is not exactly the table's: other names, other types, empty or too long. */
export const checkKey = (table: Table, key: Item): void => {
  refuseIf(validateKey(key, table));
  checkKeySizes(table, key);
};

/** Refuses an item that the table or one of its indexes cannot hold. */
export const checkItem = (table: Table, item: Item): void => {
  refuseIf(validateItem(item, table));
  checkKeySizes(table, item);
  checkIndexKeys(table, item);
};

export const checkItemSize = (item: Item, message: string): void => {
  if (itemSizeBytes(item) > MAX_ITEM_BYTES) throw invalid(message);
};

const checkKeySizes = (table: Table, key: Item): void => {
  const [partition, sort] = table.KeySchema.map((part) => keySizeBytes(key[part.AttributeName]));
  if ((partition ?? 0) > MAX_PARTITION_KEY_BYTES)
    throw invalid(
      "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    );
  if ((sort ?? 0) > MAX_SORT_KEY_BYTES)
    throw invalid(
      "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    );
};

/** An item without an index key is simply not in that index; one with a wrong, empty or long key is refused. */
const checkIndexKeys = (table: Table, item: Item): void => {
  for (const index of table.GlobalSecondaryIndexes ?? [])
    keyNames(index.KeySchema).forEach((name, position) => {
      const value = item[name];
      if (value) checkIndexKey(table, index.IndexName, name, value, position === 0);
    });
};

const checkIndexKey = (table: Table, index: string, name: string, value: AttributeValue, first: boolean): void => {
  const wanted = typeOfKey(table, name);
  if (typeOf(value) !== wanted)
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${wanted} Actual: ${typeOf(value)} IndexName: ${index}`,
    );
  const size = keySizeBytes(value);
  if (size === 0)
    throw invalid(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${wanted === "S" ? "string" : "binary"} value. IndexName: ${index}, IndexKey: ${name}`,
    );
  if (size > (first ? MAX_PARTITION_KEY_BYTES : MAX_SORT_KEY_BYTES))
    throw invalid(
      `One or more parameter values were invalid: Size of ${first ? "hashkey" : "rangekey"} has exceeded the maximum size limit of ${first ? MAX_PARTITION_KEY_BYTES : MAX_SORT_KEY_BYTES} bytes. IndexName: ${index}, IndexKey: ${name}`,
    );
};

/** Bytes of a string or binary; a number is always short enough. */
const keySizeBytes = (value: AttributeValue | undefined): number => {
  if (value && "S" in value) return Buffer.byteLength(value.S);
  if (value && "B" in value) return Buffer.byteLength(value.B, "base64");
  return 1;
};
