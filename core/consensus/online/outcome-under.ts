import { type ItemOutcome, outcomeOf } from "../classes/outcomes.ts";
import { STRANGER } from "../classes/shrinkage-fit.ts";
import { type Standing, standingOf } from "../stopping/stop-policy.ts";
import { byText } from "../tally.ts";
import { annotatorNumber, type KnownSkills, labelNumber } from "./known-skills.ts";

/** What one annotator says of an item, special answers among them. */
export type Spoken = { readonly annotatorId: string } & Reading;

/** A result or an answer, in the product's words. */
export type Reading =
  | { readonly kind: "labelled"; readonly label: string }
  | { readonly kind: "none_fit" | "cant_tell" | "unusable" };

export interface OutcomeUnder {
  readonly outcome: ItemOutcome;
  /** For `stopOrAsk`, where classes or `cant_tell` win. Those who found the item unusable are not counted. */
  readonly standing: Standing;
}

/**
 * Decides one item with special answers among the annotations by what a snapshot says (classes/outcomes.ts tells how
 * they count). `noneFit` names the class that the skills were learned with for "none of these fit"; without one such an
 * answer is refused by an assertion.
 */
export const outcomeUnder = (spoken: readonly Spoken[], skills: KnownSkills, noneFit?: string): OutcomeUnder => {
  const noneFitNumber = noneFit === undefined ? undefined : labelNumber(skills, noneFit);
  const inOrder = spoken.toSorted((a, b) => byText(a.annotatorId, b.annotatorId));
  const answers = inOrder.map((said, at) => {
    const known = annotatorNumber(skills, said.annotatorId);
    // Strangers are told apart: two people who find an item unusable are two.
    const annotator = known === STRANGER ? skills.fit.annotators + at : known;
    return said.kind === "labelled"
      ? ({ kind: said.kind, annotator, label: labelNumber(skills, said.label) } as const)
      : ({ kind: said.kind, annotator } as const);
  });
  const outcome = outcomeOf(answers, skills.fit, {
    rho: skills.rho,
    ...(noneFitNumber !== undefined && { noneFit: noneFitNumber }),
  });
  const votes = new Int32Array(skills.fit.labels);
  for (const answer of answers) {
    if (answer.kind === "labelled") votes[answer.label]! += 1;
    if (answer.kind === "none_fit" && noneFitNumber !== undefined) votes[noneFitNumber]! += 1;
  }
  return { outcome, standing: standingOf(outcome, votes, spoken.filter(({ kind }) => kind === "cant_tell").length) };
};
