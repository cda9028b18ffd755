import type { LabelId } from "../ids.ts";
import { type ItemAnswer, type ItemOutcome, outcomeOf } from "./classes/outcomes.ts";
import { STRANGER } from "./classes/shrinkage-fit.ts";
import { annotatorNumber, type KnownSkills } from "./online/known-skills.ts";
import { classOf, NONE_FIT } from "./project-answers.ts";
import type { Choice, CountedAnswer } from "./result.ts";
import { byText } from "./tally.ts";

/** What an item's answers to the tool `class` come to under a snapshot of skills. */
export interface ClassCertainty {
  /** The likeliest; nothing where nobody has answered, or two choices are alike. */
  readonly winner?: Choice;
  /** Calibrated probability of the likeliest choice. */
  readonly confidence: number;
  /** By the skills' classes, to report. What they leave of 1 is the probability that it cannot be told. */
  readonly probabilities: Float64Array;
  readonly wantsSecondOpinion: boolean;
}

/** Answers that name a label the skills were not read for are passed over: it is gone from the ontology. */
export const classCertainty = (answers: readonly CountedAnswer[], skills: KnownSkills): ClassCertainty => {
  const noneFit = skills.labelNumbers.get(NONE_FIT);
  const inOrder = answers.toSorted((a, b) => byText(a.annotatorId, b.annotatorId));
  const told = inOrder.flatMap(({ annotatorId, answer }, at): readonly ItemAnswer[] => {
    const known = annotatorNumber(skills, annotatorId);
    // Strangers are told apart: two people who find an item unusable are two.
    const annotator = known === STRANGER ? skills.fit.annotators + at : known;
    if (answer.kind !== "labelled") return [{ kind: answer.kind, annotator }];
    const label = skills.labelNumbers.get(classOf(answer) ?? "");
    return label === undefined ? [] : [{ kind: "labelled", annotator, label }];
  });
  const outcome = outcomeOf(told, skills.fit, { rho: skills.rho, ...(noneFit !== undefined && { noneFit }) });
  const winner = winnerOf(outcome, skills);
  return {
    ...(winner && { winner }),
    confidence: confidenceOf(outcome),
    probabilities: outcome.classes,
    wantsSecondOpinion: outcome.wantsSecondOpinion,
  };
};

const winnerOf = ({ winner, label, isTied }: ItemOutcome, { labels }: KnownSkills): Choice | undefined => {
  if (isTied || winner === "unanswered") return undefined;
  if (winner !== "labelled") return { kind: winner };
  const name = labels[label];
  return name === undefined ? undefined : { kind: "labelled", label: name as LabelId };
};

const confidenceOf = ({ winner, label, classes, cantTell }: ItemOutcome): number => {
  // Two people's word that it cannot be used is believed: it is no matter of likelihood.
  if (winner === "unusable") return 1;
  return winner === "cant_tell" ? cantTell : (classes[label] ?? 0);
};
