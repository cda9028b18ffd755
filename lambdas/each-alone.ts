import type { Deps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import type { LogFields } from "./log.ts";

export interface EachAlone<One> {
  /** What is logged of one that fails, e.g. `lease.unreconciled`. */
  readonly event: string;
  readonly named: (one: One) => LogFields;
  /** @default 1 */
  readonly atOnce?: number;
}

/**
 * Runs over a list so that one that fails holds up no other. Each failure is logged as an error, and their number comes
 * back: the caller fails in the end, when everything else is done, so that an alarm rings.
 */
export const eachAlone = async <One>(
  { log }: Pick<Deps, "log">,
  list: readonly One[],
  { event, named, atOnce = 1 }: EachAlone<One>,
  run: (one: One) => Promise<void>,
): Promise<number> => {
  const failed = await inParallel(list, atOnce, async (one) => {
    try {
      await run(one);
      return 0;
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.error(event, { ...named(one), error: reason });
      return 1;
    }
  });
  return failed.reduce<number>((sum, one) => sum + one, 0);
};
