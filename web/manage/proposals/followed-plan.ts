import { useEffect, useState } from "preact/hooks";
import type { ResponseOf } from "../../../lambdas/endpoints.ts";
import { useApp } from "../../app.ts";
import { nextPauseMs } from "../../parts/look-again.ts";
import { asProblem, type Problem } from "../../problem.ts";

export type Plan = ResponseOf<"getPlan">;

/** Between two looks. A finished plan is looked at now and then, for items that are being decided. */
const PAUSE_MS: Readonly<Record<Plan["state"], number | undefined>> = {
  looking: 700,
  ready: undefined,
  asking: 1_000,
  asked: 10_000,
};
const PAUSE_AFTER_PROBLEM_MS = 5_000;

export interface FollowedPlan {
  readonly plan: Plan | undefined;
  /** Of the last look; the next one may do without it. */
  readonly problem: Problem | undefined;
  /** Follows this one from now on; `undefined` follows none. */
  readonly follow: (plan: Plan | undefined) => void;
}

/** A plan as it goes on: asked for again until it stands still. Nothing is asked while the page is out of sight. */
export const useFollowedPlan = (projectId: string, first?: Plan): FollowedPlan => {
  const { api } = useApp();
  const [plan, setPlan] = useState(first);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [looks, setLooks] = useState(0);
  const firstMs = plan && (problem ? PAUSE_AFTER_PROBLEM_MS : PAUSE_MS[plan.state]);
  const pauseMs = firstMs && nextPauseMs(firstMs, looks);
  const planId = plan?.planId;
  useEffect(() => {
    if (pauseMs === undefined || planId === undefined) return undefined;
    let left = false;
    const look = async (): Promise<void> => {
      if (document.visibilityState === "visible") {
        try {
          const found = await api("getPlan", { path: { projectId, planId } });
          if (left) return;
          setPlan(found);
          setProblem(undefined);
        } catch (thrown) {
          if (left) return;
          setProblem(asProblem(thrown));
        }
      }
      if (!left) setLooks((before) => before + 1);
    };
    const timer = setTimeout(() => void look(), pauseMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [projectId, planId, pauseMs, looks]);
  const follow = (next: Plan | undefined): void => {
    setLooks(0);
    setProblem(undefined);
    setPlan(next);
  };
  return { plan, problem, follow };
};
