import { integer, type Row, text } from "../database.ts";
import type { Store } from "./store.ts";

/** Where a listing begins. `seq` narrows "after" to what comes after one version of that key. */
export type Position =
  | { readonly kind: "from"; readonly key: string }
  | { readonly kind: "after"; readonly key: string; readonly seq?: number }
  | { readonly kind: "after-prefix"; readonly key: string };

export type WalkEntry =
  | { readonly kind: "row"; readonly key: string; readonly row: Row }
  | { readonly kind: "prefix"; readonly key: string };

export interface Walk {
  readonly bucket: string;
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  readonly start: Position;
}

/** Which rows a listing is of, in its order. */
type ReadRows = (bucket: string, start: Bound, limit: number) => readonly Row[];
type Bound = Exclude<Position, { readonly kind: "after-prefix" }>;

const BATCH = 250;

/** Objects as a plain listing shows them: the current versions. */
export const currentRows =
  ({ database }: Store): ReadRows =>
  (bucket, start, limit) =>
    database
      .sql(
        `SELECT * FROM object WHERE bucket = ? AND is_current = 1 AND is_delete_marker = 0
         AND key ${start.kind === "from" ? ">=" : ">"} ? ORDER BY key LIMIT ?`,
      )
      .all(bucket, start.key, limit);

/** Every version and delete marker, the newest of a key first. */
export const versionRows =
  ({ database }: Store): ReadRows =>
  (bucket, start, limit) => {
    const seqBelow = start.kind === "from" ? Number.MAX_SAFE_INTEGER : (start.seq ?? 0);
    return database
      .sql(
        `SELECT * FROM object WHERE bucket = ?1 AND key >= ?2 AND (key > ?2 OR seq < ?3)
         ORDER BY key, seq DESC LIMIT ?4`,
      )
      .all(bucket, start.key, seqBelow, limit);
  };

/**
 * Walks keys in the order of their bytes. Keys that share a prefix up to the delimiter count as one entry and are
 * leapt over, so a page costs what it shows and not what it hides.
 */
function* walkKeys(readRows: ReadRows, { bucket, prefix, delimiter, start }: Walk): Generator<WalkEntry> {
  let position = firstBound(start, prefix);
  while (position) {
    const batch = readRows(bucket, position, BATCH);
    position = undefined;
    for (const row of batch) {
      const key = text(row, "key");
      if (!key.startsWith(prefix)) return;
      const common = commonPrefixOf(key, prefix, delimiter);
      if (common !== undefined) {
        if (start.key !== common || start.kind === "from") yield { kind: "prefix", key: common };
        position = afterPrefix(common);
        break;
      }
      yield { kind: "row", key, row };
      if (row === batch[BATCH - 1]) position = { kind: "after", key, seq: integer(row, "seq") };
    }
  }
}

export interface Page {
  readonly entries: readonly WalkEntry[];
  readonly isTruncated: boolean;
}

export const readPage = (readRows: ReadRows, walk: Walk, limit: number): Page => {
  const entries: WalkEntry[] = [];
  if (limit === 0) return { entries, isTruncated: false };
  for (const entry of walkKeys(readRows, walk)) {
    if (entries.length === limit) return { entries, isTruncated: true };
    entries.push(entry);
  }
  return { entries, isTruncated: false };
};

const commonPrefixOf = (key: string, prefix: string, delimiter: string): string | undefined => {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
};

const firstBound = (start: Position, prefix: string): Bound | undefined => {
  const bound = start.kind === "after-prefix" ? afterPrefix(start.key) : start;
  if (!bound || Buffer.compare(Buffer.from(bound.key), Buffer.from(prefix)) >= 0) return bound;
  return { kind: "from", key: prefix };
};

const LAST_CODE_POINT = 0x10ffff;

/** The least text above everything that begins with `prefix`; undefined if there is none. */
const afterPrefix = (prefix: string): Bound | undefined => {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters of their own, so the next one after U+D7FF is U+E000.
  return { kind: "from", key: String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1) };
};
