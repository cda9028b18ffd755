/** So many at once, the others in the order in which they came. */
export interface Turns {
  /** Resolves when it is one's turn, which is then to be given back. */
  take(): Promise<void>;
  giveBack(): void;
}

export const takeTurns = (atOnce: number): Turns => {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return {
    take: () => {
      if (free === 0) return new Promise((begin) => waiting.push(begin));
      free -= 1;
      return Promise.resolve();
    },
    giveBack: () => {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
};
