import { spokenOf } from "../core/consensus/class-certainty.ts";
import { explainItem } from "../core/consensus/explain/explain-item.ts";
import type { KnownSkills } from "../core/consensus/online/known-skills.ts";
import { NONE_FIT } from "../core/consensus/project-answers.ts";
import type { CountedAnswer } from "../core/consensus/result.ts";
import type { ConfidenceTarget } from "../core/project.ts";
import type { ExplanationShape } from "./api/explanation.ts";

/** Why an item came out as it did, where decisions go by confidence and something is known of annotators. */
export const explanationOf = (
  heard: readonly CountedAnswer[],
  letters: ReadonlyMap<string, string>,
  confidenceTarget: ConfidenceTarget,
  skills: KnownSkills | undefined,
): ExplanationShape | undefined => {
  if (confidenceTarget === "majority" || !skills || skills.snapshot === 0) return undefined;
  const spoken = spokenOf(heard, skills);
  const explained = explainItem({ spoken, letters, skills, target: confidenceTarget, noneFit: NONE_FIT });
  if (explained.kind === "unanswered") return undefined;
  const { winner, isSure, chances, voices, changes } = explained;
  return {
    ...(winner && { winner }),
    isSure,
    chances: [...chances],
    voices: [...voices],
    changes: [...changes],
  };
};
