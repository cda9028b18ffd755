import { seeded } from "../../../core/seeded.ts";

/**
 * What befalls a call. `cut-before` and `cut-after`: the handler dies there, the call made or not, and nobody hears of it.
 * `lost`: the call is made and the handler is told that it failed. `throttled`: refused after the SDK's own attempts.
 * `twice`: its answer was lost to the SDK, which made it again. `slow`: it takes seconds.
 */
export const FAULTS = ["cut-before", "cut-after", "lost", "throttled", "twice", "slow"] as const;
export type FaultKind = (typeof FAULTS)[number];
/** Those that every call site must have met. */
export const COLUMNS = ["cut-before", "cut-after", "lost"] as const;

/** The `nth` call of a site in a world, counted from 1. */
export interface Fault {
  readonly site: string;
  readonly nth: number;
  readonly kind: FaultKind;
}

export interface FaultOptions {
  readonly seed: number;
  /** 0 is a world without faults, 1 the usual. */
  readonly strength: number;
  /** Faults that do not happen: to find out which of them matter. */
  readonly without?: ReadonlySet<string>;
  /** Happen besides what the seed brings: cells of the matrix that no seed has met. */
  readonly aims?: readonly Fault[];
}

export const faultName = ({ site, nth, kind }: Fault): string => `${site} @${nth} ${kind}`;

/** Early calls of a site are hit more often than its later ones, so that no site goes unhit for being rare; writes more than reads. */
const chanceOf = (nth: number, isWrite: boolean): number => (isWrite ? 0.015 : 0.002) + 0.02 / nth;

/** In one world of so many the first call of a site is hit for certain, by each column of the matrix in turn. */
const TURN = 5;
const inTurn = (seed: number, site: string): FaultKind | undefined => {
  const start = Math.floor(drawn(site) * TURN * COLUMNS.length);
  const at = seed + start;
  return at % TURN === 0 ? COLUMNS[Math.floor(at / TURN) % COLUMNS.length] : undefined;
};

/** A number in [0, 1) from a text (FNV-1a, then mixed): whether a call is hit hangs on nothing but seed, site and number. */
const drawn = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return seeded(hash).next();
};

export interface Faults {
  /** What befalls the next call of a site; undefined: nothing. */
  next(site: string, isWrite: boolean): FaultKind | undefined;
  /** Calls of these handlers are let be, and not counted, until others are named. */
  spare(handlers: readonly string[]): void;
  /** From now on nothing more happens. */
  stop(): void;
  readonly happened: readonly Fault[];
  /** Calls of each site under faults. */
  readonly seen: ReadonlyMap<string, number>;
}

export const startFaults = ({ seed, strength, without = new Set(), aims = [] }: FaultOptions): Faults => {
  const seen = new Map<string, number>();
  const happened: Fault[] = [];
  let isOn = true;
  let spared: readonly string[] = [];
  const kindFor = (site: string, nth: number, isWrite: boolean): FaultKind | undefined => {
    const aim = aims.find((one) => one.site === site && one.nth === nth);
    if (aim) return aim.kind;
    const turn = nth === 1 && strength > 0 ? inTurn(seed, site) : undefined;
    if (turn) return turn;
    if (drawn(`${seed} ${site} ${nth}`) >= chanceOf(nth, isWrite) * strength) return undefined;
    const kind = FAULTS[Math.floor(drawn(`${seed} ${site} ${nth} kind`) * FAULTS.length)];
    return kind === "twice" && !isWrite ? "slow" : kind;
  };
  return {
    next(site, isWrite) {
      if (!isOn || spared.some((handler) => site.startsWith(`${handler} `))) return undefined;
      const nth = (seen.get(site) ?? 0) + 1;
      seen.set(site, nth);
      const kind = kindFor(site, nth, isWrite);
      if (kind === undefined || without.has(faultName({ site, nth, kind }))) return undefined;
      happened.push({ site, nth, kind });
      return kind;
    },
    spare: (handlers) => {
      spared = handlers;
    },
    stop: () => {
      isOn = false;
    },
    happened,
    seen,
  };
};
