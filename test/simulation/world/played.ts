import type { Fault, FaultOptions } from "./faults.ts";

/** Which world, and what is left out of it: the smaller a failing one, the easier it is to read. */
export interface PlayOptions extends Omit<FaultOptions, "strength"> {
  readonly strength?: number;
  readonly people?: number;
  readonly items?: number;
  readonly minutes?: number;
  readonly keepTrace?: boolean;
}

/** What came of one world. */
export interface Played {
  /** Promises that do not hold, in words; none in a sound system. */
  readonly broken: readonly string[];
  readonly counts: Readonly<Record<string, unknown>>;
  readonly faults: readonly Fault[];
  /** Calls made under faults, by site. */
  readonly seen: ReadonlyMap<string, number>;
  readonly trace: readonly string[];
  readonly traceSha256: string;
}

export type PlayWorld = (options: PlayOptions) => Promise<Played>;
