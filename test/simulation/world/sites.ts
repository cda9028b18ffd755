/** One call to a service, as a handler made it. */
export interface Call {
  readonly service: "table" | "bucket" | "queue";
  /** Of the command, as in `PutItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Names that a key is made of stay, what differs from row to row goes: `P#·#·` is a bucket of items, `·#B#·#·#·` an annotation. */
const kindOf = (text: string): string =>
  text
    .split("#")
    .map((part) => (/^[A-Z]+$/.test(part) ? part : "·"))
    .join("#");

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const textOf = (value: unknown): string | undefined => {
  const { S } = record(value);
  return typeof S === "string" ? S : undefined;
};

const rowKind = (key: unknown): string => {
  const { pk, sk } = record(key);
  return `${kindOf(textOf(pk) ?? "?")} ${kindOf(textOf(sk) ?? "?")}`;
};

/** The attributes that an update touches, by its verbs: `SET leaseUntilMs, ls ADD unsettled`. */
const changeOf = (expression: unknown, names: unknown): string => {
  const known = record(names);
  return String(expression)
    .replaceAll(/#\w+/g, (name) => String(known[name] ?? name))
    .replaceAll(/ = [^,]*?(?=,| ADD | REMOVE | DELETE |$)/g, "")
    .replaceAll(/ :\w+/g, "");
};

const queryKind = ({ IndexName, ExpressionAttributeValues }: Call["input"]): string => {
  const bounds = Object.values(record(ExpressionAttributeValues)).flatMap((value) => textOf(value) ?? []);
  const [pk = "?", ...rest] = bounds.map(kindOf);
  return `${IndexName === undefined ? "" : `${String(IndexName)} `}${pk}${rest.length > 0 && IndexName === undefined ? ` ${rest[0]}` : ""}`;
};

const batchKind = (requests: unknown): string => {
  const [first] = Object.values(record(requests));
  const key = Array.isArray(first) ? record(record(record(first[0])["PutRequest"])["Item"]) : record(first)["Keys"];
  return rowKind(Array.isArray(key) ? key[0] : key);
};

const tableKind = ({ operation, input }: Call): string => {
  switch (operation) {
    case "PutItem":
      return rowKind(input["Item"]);
    case "UpdateItem": {
      const kind = rowKind(input["Key"]);
      // Which counts move is a matter of the data, not of the place in the code.
      if (kind.endsWith(" LIVE")) return kind;
      return `${kind} ${changeOf(input["UpdateExpression"], input["ExpressionAttributeNames"])}`;
    }
    case "GetItem":
    case "DeleteItem":
      return rowKind(input["Key"]);
    case "Query":
      return queryKind(input);
    default:
      return batchKind(input["RequestItems"]);
  }
};

/** Buckets by their name, and the folder of the key: ids in it do not matter. */
const objectKind = ({ input }: Call): string =>
  `${String(input["Bucket"])}/${String(input["Key"]).split("/")[0] ?? ""}`;

const queueKind = ({ input }: Call): string => {
  const name =
    String(input["QueueUrl"] ?? input["QueueName"])
      .split("/")
      .at(-1) ?? "";
  return name.replace(/-t-.*/, "-t-·");
};

/** Where in the code a call was made, told by the call: handler, operation, and the kind of row, object or queue. */
export const siteOf = (handler: string, call: Call, project: string): string => {
  const { service, operation } = call;
  const kind = service === "table" ? tableKind(call) : service === "bucket" ? objectKind(call) : queueKind(call);
  return `${handler} ${operation} ${kind}`.replaceAll(project, "·");
};

export const isWrite = ({ operation }: Call): boolean => !/^(Get|Query|Batch[Gg]et|Head|List)/.test(operation);
