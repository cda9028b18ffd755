import { type Fault, faultName } from "./faults.ts";
import { type Matrix, startMatrix } from "./matrix.ts";
import type { Played, PlayOptions, PlayWorld } from "./played.ts";

export interface Failure {
  readonly options: PlayOptions;
  readonly broken: readonly string[];
}

export interface Ran {
  readonly worlds: number;
  readonly failures: readonly Failure[];
  readonly matrix: Matrix;
  /** What happened in all worlds together. */
  readonly sums: Readonly<Record<string, number>>;
}

export interface RunOptions {
  readonly play: PlayWorld;
  readonly seeds: readonly number[];
  /** Also plays worlds that met cells no seed has hit, with faults aimed at these. @default true */
  readonly aiming?: boolean;
  /** When no further seed is played. Cells that none has hit are aimed at all the same. */
  readonly isOver?: () => boolean;
  /** After the first failure nothing more is played. @default true */
  readonly stopAtFailure?: boolean;
  readonly onWorld?: (options: PlayOptions, played: Played) => void;
}

/** Worlds that aim at what is left, at most: each hits at least one cell more. */
const AIMED_MAX = 300;

/** Plays a world for each seed, and then those that hit what none has hit. */
export const runSeeds = async ({
  play,
  seeds,
  aiming = true,
  stopAtFailure = true,
  ...options
}: RunOptions): Promise<Ran> => {
  const { isOver = () => false, onWorld = () => undefined } = options;
  const matrix = startMatrix();
  const failures: Failure[] = [];
  const sums: Record<string, number> = { worlds: 0, faults: 0 };
  const isEnough = (): boolean => stopAtFailure && failures.length > 0;
  const playOne = async (world: PlayOptions): Promise<void> => {
    const played = await orBroken(play, world);
    matrix.add(world, played);
    sums["worlds"] = (sums["worlds"] ?? 0) + 1;
    sums["faults"] = (sums["faults"] ?? 0) + played.faults.length;
    for (const [name, count] of Object.entries(played.counts))
      if (typeof count === "number") sums[name] = (sums[name] ?? 0) + count;
    if (played.broken.length > 0) failures.push({ options: world, broken: [...new Set(played.broken)] });
    onWorld(world, played);
  };
  for (const seed of seeds) {
    if (isOver() || isEnough()) break;
    await playOne({ seed });
  }
  for (let aimed = 0; aiming && aimed < AIMED_MAX && !isEnough(); aimed++) {
    const next = matrix.aim();
    if (!next) break;
    await playOne(next);
  }
  return { worlds: sums["worlds"] ?? 0, failures, matrix, sums };
};

/** A world that throws is as broken as one that keeps no promise. */
export const orBroken = async (play: PlayWorld, options: PlayOptions): Promise<Played> => {
  try {
    return await play(options);
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { broken: [`threw ${said}`], counts: {}, faults: [], seen: new Map(), trace: [], traceSha256: "" };
  }
};

/** Options of the command that plays this very world again. */
export const replayOf = (world: string, { seed, without, aims = [], ...size }: PlayOptions): string => {
  const { people, items, minutes } = size;
  const sized = Object.entries({ people, items, "sim-minutes": minutes }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
  const left = [...(without ?? [])].map((name) => `--without '${name}'`);
  const aimed = aims.map((fault: Fault) => `--aim '${faultName(fault)}'`);
  return ["npm run simulate --", `--world ${world} --replay ${seed}`, ...sized, ...aimed, ...left].join(" ");
};
