import { ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { type AttributeValue, PutItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { Deps } from "../../lambdas/deps.ts";

type Row = Readonly<Record<string, AttributeValue>>;
type Held = Pick<Deps, "table" | "bucket" | "signIn" | "config">;

/** Every row of a table, as it is. */
export const rowsOf = async ({ table }: Held, TableName: string): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateScan({ client: table }, { TableName, ConsistentRead: true }))
    rows.push(...Items);
  return rows;
};

export const putRows = async ({ table }: Held, TableName: string, rows: readonly Row[]): Promise<void> => {
  for (const Item of rows) await table.send(new PutItemCommand({ TableName, Item }));
};

/**
 * All that an installation holds, as text by where it lies: rows of both tables, every version of every object (bytes
 * taken letter by letter), sign-ins. Small installations only.
 */
export const everythingIn = async (deps: Held): Promise<ReadonlyMap<string, string>> => {
  const { config, bucket, signIn } = deps;
  const all = new Map<string, string>();
  for (const name of [config.MAIN_TABLE, config.PEOPLE_TABLE])
    for (const row of await rowsOf(deps, name)) all.set(`${name} ${row["pk"]?.S} ${row["sk"]?.S}`, JSON.stringify(row));
  for (const Bucket of [config.INGEST_BUCKET, config.ANSWERS_BUCKET, config.EXPORTS_BUCKET]) {
    const { Versions = [], IsTruncated } = await bucket.send(new ListObjectVersionsCommand({ Bucket }));
    if (IsTruncated) throw new Error(`${Bucket} holds more than one page`);
    for (const { Key, VersionId } of Versions) {
      const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      all.set(
        `${Bucket} ${Key} ${VersionId}`,
        Buffer.from((await Body?.transformToByteArray()) ?? []).toString("latin1"),
      );
    }
  }
  const { Users = [] } = await signIn.send(new ListUsersCommand({ UserPoolId: config.USER_POOL_ID }));
  for (const user of Users) all.set(`sign-in ${user.Username}`, JSON.stringify(user));
  return all;
};

/** Where something is named, in whatever case. */
export const whereNamed = (all: ReadonlyMap<string, string>, text: string): readonly string[] =>
  [...all].filter(([at, content]) => `${at} ${content}`.toLowerCase().includes(text.toLowerCase())).map(([at]) => at);
