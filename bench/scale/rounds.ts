/** How often whoever calls had to wait: calls that are under way together are one round. */
export interface Rounds {
  /** To be awaited before each call is answered. */
  wait(): Promise<void>;
  /** Rounds since it was last asked. */
  take(): number;
}

/**
 * Lets calls through in waves: all that were made by the time nothing else could go on. Holds for services that answer
 * in this process without a timer, so the count is the same on any machine.
 */
export const roundCounter = (): Rounds => {
  let waiting: (() => void)[] = [];
  let rounds = 0;
  const letThrough = (): void => {
    const wave = waiting;
    waiting = [];
    rounds += 1;
    for (const goOn of wave) goOn();
  };
  return {
    wait: () =>
      new Promise((goOn) => {
        if (waiting.push(goOn) === 1) setImmediate(letThrough);
      }),
    take: () => {
      const taken = rounds;
      rounds = 0;
      return taken;
    },
  };
};
