import { keyLocks } from "../key-locks.ts";
import type { Access } from "./access.ts";
import { accessOf } from "./access.ts";
import { batchGet, batchWrite } from "./batch.ts";
import { consumed } from "./capacity.ts";
import { openCatalog } from "./catalog.ts";
import { getItem } from "./item-read.ts";
import { planWrite, writeAnswer } from "./item-write.ts";
import { parseRequest } from "./parse-request.ts";
import type { GetItem, Request, TransactPart } from "./request.ts";
import { readItem } from "./rows.ts";
import { search } from "./search.ts";
import type { Storage, View } from "./storage.ts";
import { answerSettings } from "./table-settings.ts";
import { openTokens } from "./tokens.ts";
import { type TransactionParts, transactGet, transactWrite } from "./transaction.ts";

/** Lets a test come between a request and its answer. Throw a `TableError` to refuse, wait to delay. */
export interface Faults {
  before?(operation: string, input: unknown): void | Promise<void>;
  /** Runs when the answer is ready and, for a write, durable: throwing here is an answer lost on its way. */
  after?(operation: string, input: unknown, output: unknown): void | Promise<void>;
}

export interface TableEngine {
  /** One request in the wire's JSON form (bytes as base64), without HTTP, signature or permissions. */
  call(operation: string, input: unknown): Promise<unknown>;
  /** The two halves of `call`, for who must ask permission between them. */
  parse(operation: string, input: unknown): Request;
  run(request: Request): Promise<unknown>;
  accessOf(request: Request): readonly Access[];
  /** Index reads stay as they are at this moment until released: AWS's indexes lag behind, these would not. */
  freezeIndexes(): { release(): Promise<void> };
  /** Takes the bytes of deleted rows off the disk. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

/** DynamoDB in this process over some storage. Nothing here reads a clock but `now`, or draws lots. */
export const openTableEngine = async (
  storage: Storage,
  { now, faults = {} }: { readonly now: () => number; readonly faults?: Faults },
): Promise<TableEngine> => {
  const catalog = await openCatalog(storage);
  const parts: TransactionParts = {
    catalog,
    storage,
    withKeys: keyLocks(),
    tokens: await openTokens(storage, now),
  };
  let frozen: View | undefined;

  const run = async (request: Request): Promise<unknown> => {
    await faults.before?.(request.operation, request.input);
    const output = await answer(request, parts, frozen ?? storage, now);
    await faults.after?.(request.operation, request.input, output);
    return output;
  };

  return {
    call: async (operation, input) => run(parseRequest(operation, structuredClone(input))),
    parse: parseRequest,
    run,
    accessOf: (request) => accessOf(request, catalog),
    freezeIndexes: () => {
      const view = storage.freeze();
      frozen = view;
      return {
        release: async () => {
          if (frozen === view) frozen = undefined;
          await view.release();
        },
      };
    },
    compact: async () => storage.compact?.(),
    close: () => storage.close(),
  };
};

const answer = (request: Request, parts: TransactionParts, indexes: View, now: () => number): Promise<unknown> => {
  const { operation, input } = request;
  const { catalog, storage, withKeys } = parts;
  switch (operation) {
    case "PutItem":
      return write({ kind: "Put", input }, parts);
    case "UpdateItem":
      return write({ kind: "Update", input }, parts);
    case "DeleteItem":
      return write({ kind: "Delete", input }, parts);
    case "GetItem":
      return get(input, parts);
    case "Query":
    case "Scan":
      return search(input.IndexName === undefined ? storage : indexes, catalog.get(input.TableName), operation, input);
    case "BatchGetItem":
      return batchGet(input, catalog, storage);
    case "BatchWriteItem":
      return batchWrite(input, catalog, storage, withKeys);
    case "TransactWriteItems":
      return transactWrite(input, parts);
    case "TransactGetItems":
      return transactGet(input, parts);
    default:
      return answerSettings(request, catalog, now);
  }
};

const write = async (part: TransactPart, { catalog, storage, withKeys }: TransactionParts): Promise<unknown> => {
  const planned = planWrite(catalog.get(part.input.TableName), part);
  return withKeys([planned.storageKey], async () => {
    const decision = planned.decide(await readItem(storage, planned.storageKey));
    if (decision.writes.length > 0) await storage.commit(decision.writes);
    return writeAnswer(part, decision);
  });
};

const get = async (input: GetItem, { catalog, storage }: TransactionParts): Promise<unknown> => {
  const { item, use } = await getItem(storage, catalog.get(input.TableName), input);
  const capacity = consumed(input.ReturnConsumedCapacity, use);
  return { ...(item && { Item: item }), ...(capacity && { ConsumedCapacity: capacity }) };
};
