import { COLUMNS, type Fault, type FaultKind } from "./faults.ts";
import type { Played, PlayOptions } from "./played.ts";

/** A call site, how often it was met under faults, and what befell it there. */
interface Row {
  calls: number;
  readonly hits: Map<FaultKind, number>;
  /** The worlds in which it was met, and how often in each: where it may be aimed at. */
  readonly worlds: Map<PlayOptions, number>;
}

/** Which call sites were cut before, cut after, and answered but lost. A site is required as soon as any world has met it. */
export interface Matrix {
  add(world: PlayOptions, played: Pick<Played, "seen" | "faults">): void;
  /** Cells that no world has hit, as `site: column`. */
  missing(): readonly string[];
  /** The world that met the most sites of missing cells, and faults that hit them there: up to a call, it is that world again. */
  aim(): PlayOptions | undefined;
  table(): string;
  summary(): string;
}

export const startMatrix = (): Matrix => {
  const rows = new Map<string, Row>();
  const tried = new Set<string>();
  const rowOf = (site: string): Row => {
    const row = rows.get(site) ?? { calls: 0, hits: new Map(), worlds: new Map() };
    rows.set(site, row);
    return row;
  };
  const missingOf = ({ hits }: Row) => COLUMNS.filter((column) => !hits.has(column));
  const incomplete = () => [...rows].filter(([, row]) => missingOf(row).length > 0);
  const sorted = () => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    add(world, { seen, faults }) {
      for (const [site, calls] of seen) {
        const row = rowOf(site);
        row.calls += calls;
        row.worlds.set(world, calls);
      }
      for (const { site, kind } of faults) {
        const { hits } = rowOf(site);
        hits.set(kind, (hits.get(kind) ?? 0) + 1);
      }
    },
    missing: () => incomplete().flatMap(([site, row]) => missingOf(row).map((column) => `${site}: ${column}`)),
    aim() {
      const byWorld = new Map<PlayOptions, Fault[]>();
      for (const [site, row] of incomplete()) {
        const missing = missingOf(row);
        for (const [world, calls] of row.worlds) {
          const faults = missing.slice(0, calls).map((kind, at): Fault => ({ site, nth: at + 1, kind }));
          byWorld.set(world, [...(byWorld.get(world) ?? []), ...faults]);
        }
      }
      for (const [{ aims = [], ...world }, more] of [...byWorld].sort(([, a], [, b]) => b.length - a.length)) {
        const isKept = ({ site, nth }: Fault) => !more.some((one) => one.site === site && one.nth === nth);
        const next: PlayOptions = { ...world, aims: [...aims.filter(isKept), ...more] };
        const name = JSON.stringify(next);
        if (tried.has(name)) continue;
        tried.add(name);
        return next;
      }
      return undefined;
    },
    table: () =>
      [
        `${"calls".padStart(8)}${COLUMNS.map((column) => column.padStart(12)).join("")}  call site`,
        ...sorted().map(
          ([site, { calls, hits }]) =>
            `${String(calls).padStart(8)}${COLUMNS.map((column) => String(hits.get(column) ?? 0).padStart(12)).join("")}  ${site}`,
        ),
      ].join("\n"),
    summary: () => {
      const cells = rows.size * COLUMNS.length;
      const missing = incomplete().reduce((sum, [, row]) => sum + missingOf(row).length, 0);
      return `${rows.size} call sites; ${cells - missing} of ${cells} cells hit (${COLUMNS.join(", ")})`;
    },
  };
};
