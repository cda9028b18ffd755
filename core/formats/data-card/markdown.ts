/** Parts of the card; what is handed in is Markdown already (inert-text.ts makes somebody's words so). */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

/** Paragraphs, tables and lists, a blank line between them; empty ones are left out. */
export const blocks = (...some: readonly (string | false | undefined)[]): string => some.filter(Boolean).join("\n\n");

/** What records cannot tell. */
export const toBeWritten = (question: string): string => `> **To be written by a person:** ${question}`;

/** `3 of 24 (12.5 %)`; of nothing there is no share, `0 of 0`. */
export const share = (count: number, of: number): string =>
  of === 0 ? `${count} of 0` : `${count} of ${of} (${((100 * count) / of).toFixed(1)} %)`;

/** `1 answer`, `2 answers`. */
export const several = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
