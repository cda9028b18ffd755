import { PRICES, type PriceName } from "../prices.ts";

/** One thing that is paid for at one step. */
export interface CostLine {
  readonly step: string;
  readonly price: PriceName;
  readonly units: number;
}

export const dollarsOf = ({ price, units }: CostLine): number => {
  const { dollars, per } = PRICES[price];
  return (units / per) * dollars;
};

/** All lines together, in dollars. */
export const sumOfCosts = (lines: readonly CostLine[]): number => lines.reduce((sum, line) => sum + dollarsOf(line), 0);

/** Lines of one step and price made one; those that come to nothing are left out. */
export const merged = (lines: readonly CostLine[]): readonly CostLine[] =>
  [...Map.groupBy(lines, ({ step, price }) => `${step}\n${price}`).values()]
    .flatMap((alike) => {
      const [first] = alike;
      return first ? [{ ...first, units: alike.reduce((sum, { units }) => sum + units, 0) }] : [];
    })
    .filter(({ units }) => units > 0);

/** Step by step: what, how many, how much. */
export const ledgerTable = (title: string, lines: readonly CostLine[], goal?: number): string => {
  const rows = merged(lines).map((line) => [
    line.step,
    PRICES[line.price].unit,
    shownUnits(line.units),
    dollarsOf(line).toFixed(3),
  ]);
  const sum = sumOfCosts(lines);
  const verdict = goal === undefined ? "" : sum <= goal ? `  (goal: at most ${goal})` : `  ABOVE THE GOAL of ${goal}`;
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => (row[at] ?? "").length), 0));
  const lineOf = (row: readonly string[]): string =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ");
  return [`${title}: ${sum.toFixed(2)} dollars${verdict}`, ...rows.map((row) => `  ${lineOf(row)}`)].join("\n");
};

const shownUnits = (units: number): string =>
  units >= 100 ? Math.round(units).toLocaleString("en").replaceAll(",", " ") : units.toPrecision(3);
