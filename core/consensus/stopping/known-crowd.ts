import { digamma } from "../classes/digamma.ts";

/** Skills differ from person to person about as much as shares of so many coin throws do: a standard deviation of .12 at .8. */
const SKILL_STRENGTH = 10;

/**
 * What an answer says for its label, in nats, where everybody's skill is known and skills are spread around a mean
 * (Beta distributed): more than a crowd of equals would say, for the good are listened to and the poor are not. It is the
 * evidence that the true label gains on any one wrong label, by answer that it gains. Where nobody is better than chance, 0.
 */
export const evidenceOfKnown = (meanSkill: number, labels: number): number => {
  const wrongLabels = Math.max(1, labels - 1);
  const right = meanSkill * SKILL_STRENGTH;
  const wrong = (1 - meanSkill) * SKILL_STRENGTH;
  const odds = Math.log(wrongLabels);
  const whenRight = meanSkill * (digamma(right + 1) - digamma(wrong) + odds);
  const whenWrong = ((1 - meanSkill) / wrongLabels) * (digamma(right) - digamma(wrong + 1) + odds);
  const margin = meanSkill - (1 - meanSkill) / wrongLabels;
  return margin > 0 ? Math.max(0, (whenRight - whenWrong) / margin) : 0;
};
