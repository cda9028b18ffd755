import { useEffect, useRef } from "preact/hooks";

/** A page that nobody turns to looks no oftener: two requests at a look are one a minute. */
const PAUSE_MS_MAX = 120_000;
/** Pauses grow so slowly that after a minute's watching they are nine seconds longer. */
const GROWTH = 1.15;

/** The pause after so many looks. */
export const nextPauseMs = (firstMs: number, looks: number): number =>
  Math.min(PAUSE_MS_MAX, firstMs * GROWTH ** looks);

export interface LookingAgain {
  readonly look: () => void;
  readonly firstMs: number;
  readonly later: (ms: number, task: () => void) => () => void;
  readonly isHidden: () => boolean;
}

/** Looks again, ever later, and not while the page is out of sight; `turnedTo` begins anew with short pauses. */
export const lookAgain = ({ look, firstMs, later, isHidden }: LookingAgain) => {
  let callOff = (): void => undefined;
  const wait = (looks: number): void => {
    callOff();
    callOff = later(nextPauseMs(firstMs, looks), () => {
      if (!isHidden()) look();
      wait(looks + 1);
    });
  };
  wait(0);
  return {
    turnedTo: (): void => {
      if (!isHidden()) wait(0);
    },
    stop: (): void => callOff(),
  };
};

const later = (ms: number, task: () => void): (() => void) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

/**
 * While `isWanted`: keeps what is shown fresh, for at most a request a minute in the long run. Coming back to the page begins
 * anew; what somebody does on it is not listened to.
 */
export const useLookAgain = (look: () => void, firstMs: number, isWanted = true): void => {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!isWanted) return undefined;
    const looking = lookAgain({
      look: () => latest.current(),
      firstMs,
      later,
      isHidden: () => document.visibilityState === "hidden",
    });
    document.addEventListener("visibilitychange", looking.turnedTo);
    addEventListener("focus", looking.turnedTo);
    return () => {
      looking.stop();
      document.removeEventListener("visibilitychange", looking.turnedTo);
      removeEventListener("focus", looking.turnedTo);
    };
  }, [firstMs, isWanted]);
};
