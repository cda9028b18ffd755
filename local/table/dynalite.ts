import actionQuery from "dynalite/actions/query.js";
import actionScan from "dynalite/actions/scan.js";
import db from "dynalite/db/index.js";
import batchGetItem from "dynalite/validations/batchGetItem.js";
import batchWriteItem from "dynalite/validations/batchWriteItem.js";
import createTable from "dynalite/validations/createTable.js";
import deleteItem from "dynalite/validations/deleteItem.js";
import getItem from "dynalite/validations/getItem.js";
import validations from "dynalite/validations/index.js";
import putItem from "dynalite/validations/putItem.js";
import query from "dynalite/validations/query.js";
import scan from "dynalite/validations/scan.js";
import updateItem from "dynalite/validations/updateItem.js";
import type { Item } from "./attribute-value.ts";
import type { Path } from "./expression.ts";
import type { KeySchema, Table } from "./schema.ts";

/**
 * What this part takes from dynalite: its expression parsers, its validation with AWS's own wording, its order of
 * keys, and the key ranges of Query and Scan. Storage, writing, conditions, updates and paging are ours: dynalite's
 * leak iterators, compare maps by identity, shift list indexes while removing, and keep 24 bits of an index key.
 */
export const { toLexiStr, validateItem, validateKey, validateKeyPaths, validateUpdates } = db;
export const { checkTypes, checkValidations } = validations;
export const rangeOf = { Query: actionQuery, Scan: actionScan };
export const forms = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  GetItem: getItem,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  UpdateItem: updateItem,
};

/** Ordered text of an item's key, by the table's key schema or an index's. */
export const createKey = (item: Item, table: Table, keySchema?: KeySchema): string =>
  db.createKey(item, table, keySchema);

/** An item cut down to some paths. */
export const mapPaths = (paths: readonly Path[], item: Item): Item => db.mapPaths(paths, item) as Item;
