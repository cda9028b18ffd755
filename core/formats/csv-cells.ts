/** One record of RFC 4180: a cell is quoted when it must be, and lines end with CR LF. */
export const csvRecord = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

const csvCell = (cell: string | number): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * What makes a spreadsheet take a cell for a formula, in Latin and in full width, also behind blanks and marks that nobody
 * sees, which some programs drop; and a cell that begins with the end of a cell or of a line.
 */
const FORMULA = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

/**
 * A text that a spreadsheet would run as a formula, made harmless by an apostrophe. It changes the text, so only files
 * that say so in their name are written with it.
 */
export const spreadsheetSafe = (cell: string | number): string | number =>
  typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell;

/** The same as `csvRecord`, guarded cell by cell. Spreadsheets of many countries part cells by semicolons: a text with one, or with a tab, is quoted too. */
export const spreadsheetSafeRecord = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => safeCell(spreadsheetSafe(cell))).join(",")}\r\n`;

const safeCell = (cell: string | number): string =>
  typeof cell === "string" && /[;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : csvCell(cell);
