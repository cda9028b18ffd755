import { BatchGetItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { AnnotatorId } from "../../core/ids.ts";
import { PAGE_LANGUAGES, type PageLanguage } from "../../core/localized.ts";
import type { Deps } from "../deps.ts";
import { idOf, oneOf, type Row, S, textOf } from "./row.ts";

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

/** Persons, in a table of their own. */
export const people = ({ table, config }: Pick<Deps, "table" | "config">) => {
  const TableName = config.PEOPLE_TABLE;

  return {
    async find(personId: AnnotatorId): Promise<KnownPerson | undefined> {
      const { Item } = await table.send(new GetItemCommand({ TableName, Key: key(personId), ConsistentRead: true }));
      return Item && fromRow(Item);
    },

    /** Writes the whole row: made at acceptance, changed by nobody but the person. */
    async put(person: KnownPerson): Promise<void> {
      await table.send(new PutItemCommand({ TableName, Item: toRow(person) }));
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
        for (const row of Responses[TableName] ?? []) {
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
