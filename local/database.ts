import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";

/** One SQLite file of the embedded cloud. Every commit is synced to disk before it returns. */
export interface Database {
  /** The prepared statement of a text, made once. */
  sql(text: string): StatementSync;
  /** All of `change` or nothing; inside another transaction it joins that one. */
  transaction<Result>(change: () => Result): Result;
  close(): void;
}

export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * Opens a file and brings its schema up to date. `steps` is append-only: step n leads from schema n to n + 1,
 * and the number is kept in the file, so that a folder written by a newer version is refused rather than damaged.
 */
export const openDatabase = (path: string, steps: readonly string[]): Database => {
  const connection = new DatabaseSync(path);
  connection.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000",
  );
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    const known = statements.get(text);
    if (known) return known;
    const made = connection.prepare(text);
    statements.set(text, made);
    return made;
  };
  const transaction = <Result>(change: () => Result): Result => {
    if (connection.isTransaction) return change();
    connection.exec("BEGIN IMMEDIATE");
    try {
      const result = change();
      connection.exec("COMMIT");
      return result;
    } finally {
      if (connection.isTransaction) connection.exec("ROLLBACK");
    }
  };
  try {
    transaction(() => upgrade(connection, path, steps));
  } catch (error) {
    connection.close();
    throw error;
  }
  return { sql, transaction, close: () => connection.close() };
};

const upgrade = (connection: DatabaseSync, path: string, steps: readonly string[]): void => {
  const schema = integer(connection.prepare("PRAGMA user_version").get() ?? {}, "user_version");
  if (schema > steps.length)
    throw new Error(
      `${path} has schema ${schema}; this version knows ${steps.length}: start the version that wrote it`,
    );
  for (const step of steps.slice(schema)) connection.exec(step);
  connection.exec(`PRAGMA user_version = ${steps.length}`);
};

/** A text column; anything else is a corrupt row, and flies as a fault. */
export const text = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`column ${column} holds no text`);
  return value;
};

export const textOrNull = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column);

export const integer = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new Error(`column ${column} holds no integer`);
  return value;
};

export const integerOrNull = (row: Row, column: string): number | undefined =>
  row[column] === null ? undefined : integer(row, column);
