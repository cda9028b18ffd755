/** What one run measured: figures by name, with the unit in the name. */
export type Run = Readonly<Record<string, number>>;

const shown = (figure: number): string =>
  Number.isInteger(figure) || Math.abs(figure) >= 1000 ? String(Math.round(figure)) : figure.toPrecision(3);

/** A line for each figure, a column for each run, and the last run divided by the first: what grows, and what does not. */
export const tableOf = (runs: readonly Run[]): string => {
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return "";
  const rows = Object.keys(first).map((name) => {
    const [before, after] = [first[name] ?? 0, last[name] ?? 0];
    const ratio = runs.length > 1 && before !== 0 ? [`× ${(after / before).toFixed(2)}`] : [];
    return [name, ...runs.map((run) => shown(run[name] ?? 0)), ...ratio];
  });
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  const lineOf = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ");
  return rows.map(lineOf).join("\n");
};
