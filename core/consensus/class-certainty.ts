import type { LabelId } from "../ids.ts";
import { type ItemAnswer, type ItemOutcome, outcomeOf } from "./classes/outcomes.ts";
import { STRANGER } from "./classes/shrinkage-fit.ts";
import { annotatorNumber, type KnownSkills } from "./online/known-skills.ts";
import { classOf, NONE_FIT } from "./project-answers.ts";
import type { Choice, CountedAnswer } from "./result.ts";
import { type Standing, standingOf } from "./stopping/stop-policy.ts";
import { byText } from "./tally.ts";

/** What an item's answers to the tool `class` come to under a snapshot of skills. */
export interface ClassCertainty {
  /** The likeliest; nothing where two choices are alike. */
  readonly winner?: Choice;
  /** Calibrated probability of the likeliest choice. */
  readonly confidence: number;
  /** How all choices stand: what decides whether to ask on. */
  readonly standing: Standing;
  /** By the skills' classes, to report. What they leave of 1 is the probability that it cannot be told. */
  readonly probabilities: Float64Array;
}

/**
 * Reads an item of which nobody, or one alone, says that it is unusable. Answers that name a label the skills were not
 * read for are passed over: it is gone from the ontology.
 */
export const classCertainty = (answers: readonly CountedAnswer[], skills: KnownSkills): ClassCertainty => {
  const told = toldBy(answers, skills);
  const noneFit = skills.labelNumbers.get(NONE_FIT);
  const outcome = outcomeOf(told, skills.fit, { rho: skills.rho, ...(noneFit !== undefined && { noneFit }) });
  const votes = new Float64Array(skills.labels.length);
  for (const one of told) {
    const label = one.kind === "labelled" ? one.label : one.kind === "none_fit" ? noneFit : undefined;
    if (label !== undefined) votes[label]! += 1;
  }
  const unsure = told.filter(({ kind }) => kind === "cant_tell").length;
  const standing = standingOf(outcome, votes, unsure);
  const winner = winnerOf(outcome, skills);
  return {
    ...(winner && { winner }),
    confidence: standing.probabilities[standing.winner] ?? 0,
    standing,
    probabilities: outcome.classes,
  };
};

/** In order of their ids, so that sums come out the same. Strangers are told apart, each by a number of her own. */
const toldBy = (answers: readonly CountedAnswer[], skills: KnownSkills): readonly ItemAnswer[] =>
  answers
    .toSorted((a, b) => byText(a.annotatorId, b.annotatorId))
    .flatMap(({ annotatorId, answer }, at): readonly ItemAnswer[] => {
      const known = annotatorNumber(skills, annotatorId);
      const annotator = known === STRANGER ? skills.fit.annotators + at : known;
      if (answer.kind !== "labelled") return [{ kind: answer.kind, annotator }];
      const label = skills.labelNumbers.get(classOf(answer) ?? "");
      return label === undefined ? [] : [{ kind: "labelled", annotator, label }];
    });

const winnerOf = ({ winner, label, isTied }: ItemOutcome, { labels }: KnownSkills): Choice | undefined => {
  if (isTied || winner === "unanswered") return undefined;
  if (winner !== "labelled") return { kind: winner };
  const name = labels[label];
  return name === undefined ? undefined : { kind: "labelled", label: name as LabelId };
};
