/** Tells a person what is happening: a line for each step when it is done, with the time that it took. */
export interface Telling {
  /** How far the step has come; shown on a terminal only. */
  now(text: string): void;
  step<Result>(title: string, run: () => Promise<Result>, found?: (result: Result) => string): Promise<Result>;
}

interface Out {
  readonly isTTY: boolean;
  write(text: string): boolean;
}

export const telling = (out: Out): Telling => {
  const clear = (): void => {
    if (out.isTTY) out.write("\r\u001b[K");
  };
  const now = (text: string): void => {
    clear();
    if (out.isTTY) out.write(`  … ${text}`);
  };
  return {
    now,
    step: async (title, run, found) => {
      now(title);
      const startedMs = performance.now();
      const result = await run();
      clear();
      const took = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
      out.write(`  ✓ ${title}${found ? `: ${found(result)}` : ""} (${took})\n`);
      return result;
    },
  };
};
