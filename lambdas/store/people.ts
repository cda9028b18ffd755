import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { AnnotatorId } from "../../core/ids.ts";
import { PAGE_LANGUAGES, type PageLanguage } from "../../core/localized.ts";
import type { Deps } from "../deps.ts";
import { idOf, N, oneOf, type Row, S, textOf } from "./row.ts";

/** The only place where names are. Annotations, claims, pay and exports know a person by id alone. */
export interface KnownPerson {
  readonly personId: AnnotatorId;
  readonly signInName: string;
  readonly name: string;
  readonly language: PageLanguage;
}

/** Rows that one BatchGetItem may ask for (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html). */
const BATCH_MAX = 100;

const key = (personId: AnnotatorId) => ({ pk: S(`AN#${personId}`), sk: S("PROFILE") });

const toRow = (person: KnownPerson): Row => ({
  ...key(person.personId),
  personId: S(person.personId),
  signInName: S(person.signInName),
  name: S(person.name),
  language: S(person.language),
});

const fromRow = (row: Row): KnownPerson => ({
  personId: idOf<AnnotatorId>(row, "personId"),
  signInName: textOf(row, "signInName"),
  name: textOf(row, "name"),
  language: oneOf(row, "language", PAGE_LANGUAGES),
});

/** A person whose words and name were to go keeps a row without them: nothing is ever written under that id again. */
const isErased = (row: Row): boolean => row["erasedAtMs"] !== undefined;

/** Persons, in a table of their own. */
export const people = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.PEOPLE_TABLE;

  const read = async (personId: AnnotatorId): Promise<Row | undefined> =>
    (await table.send(new GetItemCommand({ TableName, Key: key(personId), ConsistentRead: true }))).Item;

  return {
    /** Nobody where there is no row, or where the person was erased. */
    async find(personId: AnnotatorId): Promise<KnownPerson | undefined> {
      const row = await read(personId);
      return row && !isErased(row) ? fromRow(row) : undefined;
    },

    /** Writes the whole row: made at acceptance, changed by nobody but the person. A token may outlive its person. */
    async put(person: KnownPerson): Promise<"put" | "erased"> {
      try {
        const ConditionExpression = "attribute_not_exists(erasedAtMs)";
        await table.send(new PutItemCommand({ TableName, Item: toRow(person), ConditionExpression }));
        return "put";
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return "erased";
      }
    },

    /** How far her erasure is. */
    async erasure(personId: AnnotatorId): Promise<"none" | "begun" | "done"> {
      const row = await read(personId);
      if (!row || !isErased(row)) return "none";
      return row["doneAtMs"] ? "done" : "begun";
    },

    /**
     * Takes her name away, for good; twice is once. The name that she signs in with stays until `finishErasure`, for
     * what is found by it, and comes back; undefined when it is gone or was never known.
     */
    async beginErasure(personId: AnnotatorId, atMs: number): Promise<string | undefined> {
      const { Attributes } = await table.send(
        new UpdateItemCommand({
          TableName,
          Key: key(personId),
          UpdateExpression:
            "SET personId = :id, erasedAtMs = if_not_exists(erasedAtMs, :at) REMOVE #name, #language, doneAtMs",
          ExpressionAttributeNames: { "#name": "name", "#language": "language" },
          ExpressionAttributeValues: { ":id": S(personId), ":at": N(atMs) },
          ReturnValues: "ALL_NEW",
        }),
      );
      return Attributes?.["signInName"]?.S;
    },

    /** Everything else is gone. What stays says that there was somebody, and when she went. */
    async finishErasure(personId: AnnotatorId, atMs: number): Promise<void> {
      await table.send(
        new UpdateItemCommand({
          TableName,
          Key: key(personId),
          UpdateExpression: "SET doneAtMs = :at REMOVE signInName",
          ExpressionAttributeValues: { ":at": N(atMs) },
        }),
      );
    },

    /** Those of them who have a row; an operator made by the command line may have none. */
    async findAll(personIds: readonly AnnotatorId[]): Promise<ReadonlyMap<AnnotatorId, KnownPerson>> {
      const found = new Map<AnnotatorId, KnownPerson>();
      let wanted = personIds.map(key);
      while (wanted.length > 0) {
        const { Responses = {}, UnprocessedKeys = {} } = await table.send(
          new BatchGetItemCommand({
            RequestItems: { [TableName]: { Keys: wanted.slice(0, BATCH_MAX), ConsistentRead: true } },
          }),
        );
        for (const row of (Responses[TableName] ?? []).filter((one) => !isErased(one))) {
          const person = fromRow(row);
          found.set(person.personId, person);
        }
        const unprocessed = (UnprocessedKeys[TableName]?.Keys ?? []) as typeof wanted;
        wanted = [...unprocessed, ...wanted.slice(BATCH_MAX)];
      }
      return found;
    },
  };
};
