import { createHash } from "node:crypto";
import type { WithKeys } from "../key-locks.ts";
import { type Item, itemSizeBytes } from "./attribute-value.ts";
import { consumedByTable, type Use } from "./capacity.ts";
import type { Catalog } from "./catalog.ts";
import { checkGet, getItem } from "./item-read.ts";
import { type Decision, planWrite } from "./item-write.ts";
import { invalid, TableError } from "./refusal.ts";
import type { TransactGetItems, TransactWriteItems } from "./request.ts";
import { itemKey, readItem, tokenKey } from "./rows.ts";
import type { Storage } from "./storage.ts";
import type { Tokens } from "./tokens.ts";

const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

export interface TransactionParts {
  readonly catalog: Catalog;
  readonly storage: Storage;
  readonly withKeys: WithKeys;
  readonly tokens: Tokens;
}

/**
 * All writes or none: every key is locked, every condition is judged on what is there, and one commit holds it all.
 * With a `ClientRequestToken`, asking again within ten minutes changes nothing and succeeds.
 */
export const transactWrite = async (input: TransactWriteItems, parts: TransactionParts): Promise<unknown> => {
  const { catalog, storage, withKeys, tokens } = parts;
  const writes = input.parts.map((part) => planWrite(catalog.get(part.input.TableName), part));
  const keys = writes.map((write) => write.storageKey);
  if (new Set(keys).size < keys.length)
    throw invalid("Transaction request cannot include multiple operations on one item");
  const token = input.ClientRequestToken;
  const digest = createHash("sha256").update(JSON.stringify(input.TransactItems)).digest("hex");
  const uses = await withKeys(token === undefined ? keys : [...keys, tokenKey(token)], async () => {
    if (token !== undefined && tokens.isRepeat(token, digest)) return [];
    const before = await Promise.all(keys.map((key) => readItem(storage, key)));
    const decisions = decideAll(writes.map((write, index) => () => write.decide(before[index])));
    if (decisions.reduce((sum, { after }) => sum + (after ? itemSizeBytes(after) : 0), 0) > MAX_TRANSACTION_BYTES)
      throw invalid("Collection size of items in a transaction cannot exceed 4MB");
    const changes = decisions.flatMap((decision) => decision.writes);
    await (token === undefined ? storage.commit(changes) : tokens.commit(token, digest, changes));
    return decisions.map(({ use }) => doubled(use));
  });
  const capacity = consumedByTable(input.ReturnConsumedCapacity, uses);
  return capacity ? { ConsumedCapacity: capacity } : {};
};

/** Judges every part, so that the reasons name each one that failed; throws when any did. */
const decideAll = (parts: readonly (() => Decision)[]): readonly Decision[] => {
  const decisions: Decision[] = [];
  const reasons = parts.map((decide): Reason => {
    try {
      decisions.push(decide());
      return { Code: "None" };
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (decisions.length === parts.length) return decisions;
  throw new TableError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(", ")}]`,
    { CancellationReasons: reasons },
  );
};

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

const reasonOf = (error: unknown): Reason => {
  if (!(error instanceof TableError)) throw error;
  if (error.type === "ConditionalCheckFailedException")
    return { Code: "ConditionalCheckFailed", Message: error.message, ...error.details };
  return { Code: "ValidationError", Message: error.message };
};

/** A transaction costs its table twice: to prepare and to commit. */
const doubled = (use: Use): Use => ({ ...use, tableUnits: use.tableUnits * 2 });

/** Reads up to 100 items as they are between transactions. */
export const transactGet = async (input: TransactGetItems, parts: TransactionParts): Promise<unknown> => {
  const { catalog, storage, withKeys } = parts;
  const gets = input.parts.map((get) => ({ get, table: catalog.get(get.TableName) }));
  for (const { get, table } of gets) checkGet(table, get);
  const keys = gets.map(({ get, table }) => itemKey(table, get.Key));
  if (new Set(keys).size < keys.length)
    throw invalid("Transaction request cannot include multiple operations on one item");
  const found = await withKeys(keys, () =>
    Promise.all(gets.map(({ get, table }) => getItem(storage, table, { ...get, ConsistentRead: true }))),
  );
  const capacity = consumedByTable(
    input.ReturnConsumedCapacity,
    found.map(({ use }) => doubled(use)),
  );
  return {
    Responses: found.map(({ item }) => (item ? { Item: item } : {})),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
};
