import { useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../problem.ts";

export interface Action {
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Runs `work` unless it is running already; true once it succeeded. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** Something sent by a press: busy meanwhile, with the problem it ended in. */
export const useAction = (): Action => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const running = useRef(false);
  return {
    busy,
    problem,
    run: async (work) => {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setProblem(undefined);
      try {
        await work();
        return true;
      } catch (thrown) {
        setProblem(asProblem(thrown));
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
};
