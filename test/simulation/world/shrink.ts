import { faultName } from "./faults.ts";
import type { Played, PlayOptions, PlayWorld } from "./played.ts";
import { orBroken } from "./run-seeds.ts";

export interface Shrunk {
  readonly options: PlayOptions;
  readonly played: Played;
}

/** The letters and digits with which a finding begins, as in `I5`: a smaller world that breaks another promise is another failure. */
const kindOf = (broken: readonly string[]): ReadonlySet<string> =>
  new Set(broken.map((one) => one.replace(/\b[a-z2-7]{20}\b/g, "").slice(0, 24)));

/**
 * Makes a failing world smaller while it fails in the same way: fewer people, items and minutes, then faults left out in
 * halves and one by one. Whether a fault happens hangs on its call site and number alone, so the others stay in place.
 */
export const shrink = async (
  play: PlayWorld,
  failing: PlayOptions,
  { triesMax = 120, onTry = (_: PlayOptions): void => undefined } = {},
): Promise<Shrunk> => {
  let best: Shrunk = { options: failing, played: await orBroken(play, failing) };
  const wanted = kindOf(best.played.broken);
  let tries = 0;
  const smaller = async (options: PlayOptions): Promise<boolean> => {
    if (tries >= triesMax) return false;
    tries += 1;
    onTry(options);
    const played = await orBroken(play, options);
    if (![...kindOf(played.broken)].some((kind) => wanted.has(kind))) return false;
    best = { options, played };
    return true;
  };

  for (const people of [2, 3, 4, 5]) if (await smaller({ ...best.options, people })) break;
  for (const items of [1, 2, 4, 8]) if (await smaller({ ...best.options, items })) break;
  for (const minutes of [1, 2, 3]) if (await smaller({ ...best.options, minutes })) break;
  const leaveOut = (names: readonly string[]): PlayOptions => ({
    ...best.options,
    without: new Set([...(best.options.without ?? []), ...names]),
  });
  for (let share = 2; share <= 64; share *= 2) {
    const names = best.played.faults.map(faultName);
    const size = Math.ceil(names.length / share);
    if (size === 0) break;
    for (let from = 0; from < names.length; from += size) {
      const still = new Set(best.played.faults.map(faultName));
      const chosen = names.slice(from, from + size).filter((name) => still.has(name));
      if (chosen.length > 0) await smaller(leaveOut(chosen));
    }
    if (size === 1) break;
  }
  return { ...best, played: await orBroken(play, { ...best.options, keepTrace: true }) };
};
