import { ACCOUNT_ID } from "../access/caller.ts";
import { invalidValue, missing, refusal } from "./sqs-refusal.ts";

/**
 * The members of a request, each read once by its type. What no reader asked for is refused by `end`: a parameter
 * that is not understood must not pass for one that was obeyed.
 */
export interface RequestReader {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  optionalInteger(name: string, min: number, max: number): number | undefined;
  /** Empty if absent. */
  texts(name: string): readonly string[];
  textMap(name: string): Readonly<Record<string, string>>;
  map(name: string): Readonly<Record<string, unknown>>;
  entries(name: string): readonly RequestReader[];
  /** The name at the end of the `QueueUrl`. Its host is not looked at: the port may be another since it was given. */
  queueName(): string;
  end(): void;
}

export const parseRequest = (body: Buffer): RequestReader => {
  const parsed = parseJson(body.length === 0 ? "{}" : body.toString("utf8"));
  if (!isRecord(parsed)) throw notRead("the body must be a JSON object");
  return readerOf(parsed);
};

const readerOf = (members: Readonly<Record<string, unknown>>): RequestReader => {
  const asked = new Set<string>();
  const take = (name: string): unknown => {
    asked.add(name);
    return members[name] ?? undefined;
  };
  const optionalText = (name: string): string | undefined => {
    const value = take(name);
    if (value === undefined || typeof value === "string") return value;
    throw notRead(`${name} must be a string`);
  };
  const text = (name: string): string => {
    const value = optionalText(name);
    if (value === undefined) throw missing(name);
    return value;
  };
  const map = (name: string): Readonly<Record<string, unknown>> => {
    const value = take(name) ?? {};
    if (isRecord(value)) return value;
    throw notRead(`${name} must be a map`);
  };
  const list = (name: string): readonly unknown[] => {
    const value = take(name) ?? [];
    if (Array.isArray(value)) return value;
    throw notRead(`${name} must be a list`);
  };
  return {
    text,
    optionalText,
    map,
    optionalInteger: (name, min, max) => {
      const value = take(name);
      if (value === undefined) return undefined;
      if (typeof value !== "number" || !Number.isInteger(value)) throw notRead(`${name} must be an integer`);
      if (value >= min && value <= max) return value;
      throw invalidValue(name, value, `Must be between ${min} and ${max}, if provided.`);
    },
    texts: (name) =>
      list(name).map((value) => {
        if (typeof value === "string") return value;
        throw notRead(`${name} must hold strings`);
      }),
    textMap: (name) => {
      const entries = Object.entries(map(name)).map(([key, value]) => {
        if (typeof value === "string") return [key, value] as const;
        throw notRead(`${name} must hold strings`);
      });
      return Object.fromEntries(entries);
    },
    entries: (name) =>
      list(name).map((value) => {
        if (isRecord(value)) return readerOf(value);
        throw notRead(`${name} must hold structures`);
      }),
    queueName: () => {
      const url = text("QueueUrl");
      const [, account, name] = /^(?:https?:\/\/[^/]+)?\/?([^/]+)\/([^/]+)$/.exec(url) ?? [];
      if (name === undefined) throw refusal("InvalidAddress", `The address ${url} is not valid for this endpoint.`);
      if (account !== ACCOUNT_ID) throw refusal("QueueDoesNotExist", "The specified queue does not exist.");
      return name;
    },
    end: () => {
      const strange = Object.keys(members).filter((name) => !asked.has(name) && members[name] !== null);
      if (strange.length > 0)
        throw refusal("UnsupportedOperation", `${strange.join(", ")} is not imitated by the embedded cloud.`);
    },
  };
};

const notRead = (why: string) => refusal("SerializationException", why);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw notRead("the body is not JSON");
    throw error;
  }
};
