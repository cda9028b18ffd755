import { open } from "node:fs/promises";
import { type Columns, columnsIn, requireAsMany } from "./columns.ts";
import { CsvParser, type CsvRecord } from "./records.ts";

const CHUNK_BYTES = 1 << 20;

/** Told after each chunk: rows so far, the header not among them. */
export type Progress = (rows: number) => void;

export interface RowReading<Name extends string> {
  readonly required: readonly Name[];
  readonly optional?: readonly Name[];
  /** A row that has as many cells as the header. What it throws is given the row's line. */
  onRow(record: CsvRecord, columns: Columns<Name>): void;
}

/**
 * Reads a file of rows under a header, in memory that does not grow with it.
 *
 * @param chunks the file's bytes, cut anywhere
 * @param name what to call the file in what goes wrong
 * @returns how many rows there were
 * @throws Error that begins with the file's name and the line
 */
export const readRows = async <Name extends string>(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  { required, optional = [], onRow }: RowReading<Name>,
  progress: Progress = () => {},
): Promise<number> => {
  let columns: Columns<Name> | undefined;
  let width = 0;
  let rows = 0;
  const parser = new CsvParser((record) => {
    if (!columns) {
      columns = columnsIn(record, required, optional);
      width = record.cells;
      return;
    }
    requireAsMany(record, width);
    try {
      onRow(record, columns);
    } catch (cause) {
      throw new Error(`line ${record.line}: ${messageOf(cause)}`, { cause });
    }
    rows += 1;
  });
  const named = <Result>(step: () => Result): Result => {
    try {
      return step();
    } catch (cause) {
      throw new Error(`${name}: ${messageOf(cause)}`, { cause });
    }
  };
  for await (const chunk of chunks) {
    named(() => parser.push(chunk));
    progress(rows);
  }
  named(() => parser.end());
  if (!columns) throw new Error(`${name} is empty: expected a header with ${required.join(",")}`);
  if (rows === 0) throw new Error(`${name} has a header and no rows`);
  return rows;
};

/** The bytes of a file, or of standard input for `-`. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  if (path === "-") {
    yield* process.stdin;
    return;
  }
  const file = await open(path).catch((cause: unknown) => {
    throw new Error(`cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** What a path is called when something is wrong in it. */
export const titleOf = (path: string): string => (path === "-" ? "standard input" : path);

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EISDIR: "it is a folder",
};
const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return REASONS[code] ?? messageOf(cause);
};
