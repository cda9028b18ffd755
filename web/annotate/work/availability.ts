export const FIRST_PAUSE_MS = 15_000;
const LAST_PAUSE_MS = 120_000;
/** Asked after so long even if the file says nothing new: it is a hint, and may have stopped being written. */
const ANYWAY_MS = 10 * 60_000;

/** Ever longer pauses; `random` in [0, 1) spreads a class of people who ran dry together. */
export const nextPause = (pauseMs: number): number => Math.min(LAST_PAUSE_MS, pauseMs * 1.5);

export interface Watch {
  /** About how many items want annotators, from the project's static file; undefined when it cannot be read. */
  readonly read: () => Promise<number | undefined>;
  /** She has answered all there was: only more than before is of interest to her. */
  readonly onlyMore: boolean;
  readonly firstPauseMs: number;
  readonly random: () => number;
  readonly later: (ms: number, task: () => void) => () => void;
  /** There may be something now: ask the API once. */
  readonly onChange: () => void;
}

/** Looks at the availability file until it gives reason to ask the API. Gives a way to stop. */
export const watchAvailability = ({ read, onlyMore, firstPauseMs, random, later, onChange }: Watch): (() => void) => {
  let stopped = false;
  let callOff = (): void => undefined;
  let before: number | undefined;
  const look = async (pauseMs: number, waitedMs: number): Promise<void> => {
    const open = await read();
    if (stopped) return;
    const isNews =
      before !== undefined && open !== undefined && (onlyMore ? open > before : open > 0 && open !== before);
    if (isNews || waitedMs >= ANYWAY_MS) {
      onChange();
      return;
    }
    before = open ?? before;
    const nextMs = pauseMs * (0.75 + random() / 2);
    callOff = later(nextMs, () => void look(nextPause(pauseMs), waitedMs + nextMs));
  };
  void look(firstPauseMs, 0);
  return () => {
    stopped = true;
    callOff();
  };
};
