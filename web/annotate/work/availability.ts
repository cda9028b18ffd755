const FIRST_MS = 15_000;
const LAST_MS = 120_000;

export interface Watch {
  /** The availability file of the project: static, cached, and free of the API. */
  readonly read: () => Promise<string | undefined>;
  readonly random: () => number;
  readonly later: (ms: number, task: () => void) => () => void;
  /** There may be something now: ask the API once. */
  readonly onChange: () => void;
}

/**
 * Looks at the availability file every 15 s, then ever less often, down to 2 minutes, each with some jitter so that a
 * class of people who ran dry together does not come back together. Gives a way to stop.
 */
export const watchAvailability = ({ read, random, later, onChange }: Watch): (() => void) => {
  let stopped = false;
  let callOff = (): void => undefined;
  let before: string | undefined;
  const look = async (pauseMs: number, isFirst: boolean): Promise<void> => {
    const now = await read();
    if (stopped) return;
    if (!isFirst && now !== before) return onChange();
    before = now;
    callOff = later(pauseMs * (0.75 + random() / 2), () => void look(Math.min(LAST_MS, pauseMs * 1.5), false));
  };
  void look(FIRST_MS, true);
  return () => {
    stopped = true;
    callOff();
  };
};
