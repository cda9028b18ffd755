import { LEAST_CHANCE, type ShrinkageFit } from "../classes/shrinkage-fit.ts";

/** Log odds of being right over one wrong label: of everybody known by how much she answers, else of a stranger. */
export const typicalEvidence = ({ skill, answered, strangerSkill, labels }: ShrinkageFit): number => {
  const evidenceOf = (right: number): number =>
    Math.max(
      0,
      Math.log((Math.max(right, LEAST_CHANCE) * Math.max(1, labels - 1)) / Math.max(1 - right, LEAST_CHANCE)),
    );
  let [sum, answers] = [evidenceOf(strangerSkill), 1];
  for (let annotator = 0; annotator < skill.length; annotator += 1) {
    sum += answered[annotator]! * evidenceOf(skill[annotator]!);
    answers += answered[annotator]!;
  }
  return sum / answers;
};
