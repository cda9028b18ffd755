import type { WithKeys } from "../key-locks.ts";
import { consumedByTable } from "./capacity.ts";
import type { Catalog } from "./catalog.ts";
import { type Found, getItem } from "./item-read.ts";
import { type Decision, planWrite } from "./item-write.ts";
import { invalid } from "./refusal.ts";
import type { BatchGetItem, BatchWriteItem, GetItem, TransactPart } from "./request.ts";
import { readItem } from "./rows.ts";
import type { Storage } from "./storage.ts";

const MAX_WRITES = 25;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Reads up to 100 items; what does not fit into 16 MB comes back as unprocessed. */
export const batchGet = async (input: BatchGetItem, catalog: Catalog, storage: Storage): Promise<unknown> => {
  const gets = Object.entries(input.RequestItems).flatMap(([TableName, { Keys, ...rest }]) =>
    Keys.map((Key): GetItem => ({ TableName, Key, ...rest })),
  );
  const found = await Promise.all(gets.map((get) => getItem(storage, catalog.get(get.TableName), get)));
  let [room, full] = [MAX_ANSWER_BYTES, false];
  const [fitting, left]: [Found[], GetItem[]] = [[], []];
  found.forEach((one, index) => {
    const get = gets[index];
    full ||= one.sizeBytes > room;
    room -= one.sizeBytes;
    if (full && get) left.push(get);
    else fitting.push(one);
  });
  const capacity = consumedByTable(
    input.ReturnConsumedCapacity,
    fitting.map((one) => one.use),
  );
  return {
    Responses: Object.fromEntries(
      Object.keys(input.RequestItems).map((name) => [
        name,
        fitting.flatMap(({ item, use }) => (item && use.tableName === name ? [item] : [])),
      ]),
    ),
    UnprocessedKeys: unprocessed(input, left),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
};

const unprocessed = ({ RequestItems }: BatchGetItem, left: readonly GetItem[]) =>
  Object.fromEntries(
    [...Map.groupBy(left, (get) => get.TableName)].map(([name, gets]) => {
      const { _projection, ...asked } = { ...RequestItems[name] };
      return [name, { ...asked, Keys: gets.map((get) => get.Key) }];
    }),
  );

/** Up to 25 puts and deletes without conditions. AWS may do only some of them; here they are one commit. */
export const batchWrite = async (
  input: BatchWriteItem,
  catalog: Catalog,
  storage: Storage,
  withKeys: WithKeys,
): Promise<unknown> => {
  const writes = Object.entries(input.RequestItems).flatMap(([name, requests]) =>
    requests.map((request) => planWrite(catalog.get(name), partOf(name, request))),
  );
  if (writes.length > MAX_WRITES) throw invalid("Too many items requested for the BatchWriteItem call");
  if (new Set(writes.map((write) => write.storageKey)).size < writes.length)
    throw invalid("Provided list of item keys contains duplicates");
  const decisions = await withKeys(
    writes.map((write) => write.storageKey),
    async () => {
      const decided = await Promise.all(
        writes.map(async (write): Promise<Decision> => write.decide(await readItem(storage, write.storageKey))),
      );
      await storage.commit(decided.flatMap((decision) => decision.writes));
      return decided;
    },
  );
  const capacity = consumedByTable(
    input.ReturnConsumedCapacity,
    decisions.map((decision) => decision.use),
  );
  return { UnprocessedItems: {}, ...(capacity && { ConsumedCapacity: capacity }) };
};

const partOf = (TableName: string, request: BatchWriteItem["RequestItems"][string][number]): TransactPart => {
  const { PutRequest, DeleteRequest } = request;
  if (PutRequest && !DeleteRequest) return { kind: "Put", input: { TableName, Item: PutRequest.Item } };
  if (DeleteRequest && !PutRequest) return { kind: "Delete", input: { TableName, Key: DeleteRequest.Key } };
  throw invalid(
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
  );
};
