/** One record of RFC 4180: a cell is quoted when it must be, and lines end with CR LF. */
export const csvRecord = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

const csvCell = (cell: string | number): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * A text that a spreadsheet would run as a formula, made harmless by an apostrophe. It changes the text, so only files
 * that say so in their name are written with it.
 */
export const spreadsheetSafe = (cell: string | number): string | number =>
  typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
