import { type Profiler, Session } from "node:inspector";

/** Which parts of some files ran and which did not, told apart by how often: a picture that no input before gave is new. */
export interface Coverage {
  /** Whether what ran since the last question differs anywhere from all that ran before. */
  hasNew(): boolean;
  /** Forgets what ran since the last question. */
  skip(): void;
  close(): void;
}

/** Counts of blocks from the engine itself, of the files whose address has one of these parts. */
export const watchCoverage = (covers: readonly string[]): Coverage => {
  const session = new Session();
  session.connect();
  const seen = new Set<string>();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const take = (): readonly Profiler.ScriptCoverage[] => {
    let taken: readonly Profiler.ScriptCoverage[] = [];
    session.post("Profiler.takePreciseCoverage", (error, { result }) => {
      if (error) throw error;
      taken = result;
    });
    return taken.filter(({ url }) => covers.some((part) => url.includes(part)));
  };
  const hasNew = (): boolean => {
    const before = seen.size;
    // The engine tells of a block only where it ran otherwise than what is around it, so 0 tells as much as 1.
    for (const { scriptId, functions } of take())
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          seen.add(`${scriptId} ${startOffset} ${endOffset} ${howOften(count)}`);
    return seen.size > before;
  };
  return {
    hasNew,
    skip: () => void take(),
    close: () => {
      session.post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
};

/** 0, 1, 2, 3, 4 to 7, 8 to 15 and so on: a loop that runs once more is nothing new. */
const howOften = (count: number): number => (count <= 3 ? count : 2 + Math.floor(Math.log2(count)));
