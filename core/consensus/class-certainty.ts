import type { LabelId } from "../ids.ts";
import type { KnownSkills } from "./online/known-skills.ts";
import { outcomeUnder, type Reading, type Spoken } from "./online/outcome-under.ts";
import { classOf, NONE_FIT } from "./project-answers.ts";
import type { Choice, CountedAnswer } from "./result.ts";
import type { Standing } from "./stopping/stop-policy.ts";

/** What an item's answers to the tool `class` come to under a snapshot of skills. */
export interface ClassCertainty {
  /** The likeliest; nothing where two choices are alike. */
  readonly winner?: Choice;
  /** Calibrated probability of the likeliest choice. */
  readonly confidence: number;
  /** How all choices stand: what decides whether to ask on. */
  readonly standing: Standing;
}

/** Reads an item of which nobody, or one alone, says that it is unusable. */
export const classCertainty = (answers: readonly CountedAnswer[], skills: KnownSkills): ClassCertainty => {
  const { outcome, standing } = outcomeUnder(spokenOf(answers, skills), skills, NONE_FIT);
  const confidence = standing.probabilities[standing.winner] ?? 0;
  const { winner: kind, label, isTied } = outcome;
  if (isTied || kind === "unanswered") return { confidence, standing };
  const winner: Choice = kind === "labelled" ? { kind, label: skills.labels[label] as LabelId } : { kind };
  return { winner, confidence, standing };
};

/** Answers as the engine hears them. One that names a label the skills were not read for is passed over: it is gone from the ontology. */
export const spokenOf = (answers: readonly CountedAnswer[], skills: KnownSkills): readonly Spoken[] =>
  answers.flatMap(({ annotatorId, answer }) => {
    const reading = readingOf(answer, skills);
    return reading ? [{ annotatorId, ...reading }] : [];
  });

const readingOf = (answer: CountedAnswer["answer"], { labelNumbers }: KnownSkills): Reading | undefined => {
  if (answer.kind !== "labelled") return { kind: answer.kind };
  const label = classOf(answer);
  return label !== undefined && labelNumbers.has(label) ? { kind: "labelled", label } : undefined;
};
