import { addLogErrors, STRANGER } from "../classes/shrinkage-fit.ts";
import { annotatorNumber, type KnownSkills } from "../online/known-skills.ts";
import type { Weight } from "./explanation.ts";

/** Up to where each word holds, beside the evidence of an average answer. */
const UP_TO: readonly (readonly [number, Weight])[] = [
  [0, "against"],
  [0.25, "hardly"],
  [0.75, "half"],
  [1.5, "one"],
  [2.5, "two"],
];

/**
 * How much an annotator's answer speaks for its label rather than for a rival, beside the same answer of somebody
 * unknown. Coarse on purpose: it tells why an item came out so, and ranks nobody. Where an unknown person's answer says
 * nothing, and without a rival, every answer counts as one.
 */
export const weightOf = (
  annotatorId: string,
  label: number,
  rival: number | undefined,
  skills: KnownSkills,
): Weight => {
  if (rival === undefined || rival === label) return "one";
  const typical = evidence(STRANGER, label, rival, skills);
  if (typical <= 0) return "one";
  const ratio = evidence(annotatorNumber(skills, annotatorId), label, rival, skills) / typical;
  return UP_TO.find(([end]) => ratio < end)?.[1] ?? "three_or_more";
};

const evidence = (annotator: number, label: number, rival: number, { fit }: KnownSkills): number => {
  const logs = new Float64Array(fit.labels);
  addLogErrors(fit, annotator, label, logs, 0);
  return logs[label]! - logs[rival]!;
};
