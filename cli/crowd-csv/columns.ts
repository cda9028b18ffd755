import type { CsvRecord } from "./records.ts";

/** Where in a record the named columns lie, with -1 for one that is optional and absent. */
export type Columns<Name extends string> = Readonly<Record<Name, number>>;

const SHOWN_MAX = 20;

/**
 * Finds columns by the header: in any order, among others, in capitals or not.
 *
 * @throws Error that names what is missing and what the header has instead, or what it has twice
 */
export const columnsIn = <Required extends string, Optional extends string = never>(
  header: CsvRecord,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): Columns<Required | Optional> => {
  const titles = Array.from({ length: header.cells }, (_, at) => cellText(header, at).trim());
  const known = titles.map((title) => title.toLowerCase());
  const missing = required.filter((name) => !known.includes(name));
  const wanted = [...required, ...optional];
  if (missing.length > 0) throw new Error(`line ${header.line}: ${missingText(missing, required, titles)}`);
  const twice = wanted.find((name) => known.indexOf(name) !== known.lastIndexOf(name));
  if (twice) throw new Error(`line ${header.line}: the header has the column ${twice} twice`);
  const places = wanted.map((name) => [name, known.indexOf(name)] as const);
  return Object.fromEntries(places) as Columns<Required | Optional>;
};

const missingText = (missing: readonly string[], required: readonly string[], titles: readonly string[]): string => {
  const shown = titles.slice(0, SHOWN_MAX).map((title) => (title.length > 40 ? `${title.slice(0, 40)}…` : title));
  const more = titles.length > SHOWN_MAX ? ` and ${titles.length - SHOWN_MAX} more` : "";
  return (
    `the header lacks ${missing.map((name) => `"${name}"`).join(" and ")}: it has ${shown.map((title) => `"${title}"`).join(", ")}${more}; ` +
    `expected ${required.join(",")} in any order, separated by commas or tabs`
  );
};

/** The text of a cell: for headers and for what goes wrong, not for a million rows. */
export const cellText = ({ bytes, starts, ends }: CsvRecord, cell: number): string =>
  Buffer.from(bytes.subarray(starts[cell], ends[cell])).toString("utf8");

/**
 * Holds a row to its header: as many cells, but that empty ones may follow. A row with more is most likely one whose
 * text holds a separator without quotes, and would be read shifted.
 *
 * @throws Error that names the line
 */
export const requireAsMany = (record: CsvRecord, header: number): void => {
  if (record.cells === header) return;
  const { cells, line, starts, ends } = record;
  for (let at = header; at < cells && starts[at] === ends[at]; at += 1) if (at + 1 === cells) return;
  const hint = cells > header ? ": is a cell with a separator in it not quoted?" : "";
  throw new Error(`line ${line}: ${cells} ${cells === 1 ? "cell" : "cells"}, where the header has ${header}${hint}`);
};
