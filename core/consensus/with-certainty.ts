import type { ConfidenceTarget, Overlap } from "../project.ts";
import { type ClassCertainty, classCertainty } from "./class-certainty.ts";
import { answeredBy, type KnownSkills } from "./online/known-skills.ts";
import type { Choice, ConsensusResult, CountedAnswer } from "./result.ts";

/** How sure a decision must be, and how many may be asked for it. */
export interface CertaintyPolicy {
  readonly confidenceTarget: Exclude<ConfidenceTarget, "majority">;
  readonly overlap: Overlap;
}

/**
 * What the majority came to, seen again by who said it: a choice that is as sure as the target is decided, whatever its
 * share of votes; one that is not asks for more. When no more may be asked, a majority that is also the likeliest choice
 * stands, with its honest confidence; everything else is undecided, which at the most is contested. What is said of
 * shapes and the word of two that an item is unusable are as the majority has them.
 */
export const withCertainty = (
  result: ConsensusResult,
  answers: readonly CountedAnswer[],
  { confidenceTarget, overlap }: CertaintyPolicy,
  skills: KnownSkills,
): ConsensusResult => {
  const certainty = classCertainty(answers, skills);
  const { winner, confidence } = certainty;
  if (result.state === "unusable") return { ...result, confidence };
  const mayAskMore = answers.length < overlap.max;
  const isSure = winner !== undefined && confidence >= confidenceTarget && isWarm(answers, skills);
  if (winner && (isSure || (!mayAskMore && isOf(result, winner)))) return decided(result, winner, answers, certainty);
  return undecided(result, winner, answers, confidence);
};

/** Two answers are not yet a pattern while nobody knows those who gave them. */
const isWarm = (answers: readonly CountedAnswer[], skills: KnownSkills): boolean => {
  const known = answers.every(({ annotatorId }) => answeredBy(skills, annotatorId) >= KNOWN_FROM);
  return answers.length >= (known ? 2 : 3);
};
const KNOWN_FROM = 20;

const isOf = (result: ConsensusResult, winner: Choice): boolean =>
  result.state === winner.kind ||
  (result.state === "agreed" && winner.kind === "labelled" && result.value.classes?.[0] === winner.label);

const shareOf = (winner: Choice, answers: readonly CountedAnswer[]): number =>
  answers.filter(
    ({ answer }) =>
      answer.kind === winner.kind &&
      (answer.kind !== "labelled" || (winner.kind === "labelled" && answer.value.classes?.[0] === winner.label)),
  ).length / answers.length;

const decided = (
  result: ConsensusResult,
  winner: Choice,
  answers: readonly CountedAnswer[],
  { confidence }: ClassCertainty,
): ConsensusResult => {
  const agreement = shareOf(winner, answers);
  if (winner.kind !== "labelled") return { state: winner.kind, agreement, confidence };
  const doubts = result.state === "undecided" ? result.doubts.filter(({ about }) => about !== "answer") : [];
  const before = "value" in result && result.value ? result.value : {};
  const support = ("support" in result && result.support) || { classes: [], shapes: [] };
  const value = { ...before, classes: winner.label === undefined ? [] : [winner.label] };
  if (doubts.length > 0) return { state: "undecided", agreement, confidence, doubts, value, support };
  return { state: "agreed", agreement, confidence, value, support };
};

/** A majority that is not sure enough: who decides by hand sees what it leans to. */
const undecided = (
  result: ConsensusResult,
  winner: Choice | undefined,
  answers: readonly CountedAnswer[],
  confidence: number,
): ConsensusResult => {
  if (result.state === "undecided") return { ...result, confidence };
  const agreement = winner ? shareOf(winner, answers) : result.agreement;
  const leaders: readonly Choice[] = winner ? [winner] : [];
  const shown = result.state === "agreed" ? { value: result.value, support: result.support } : {};
  return { state: "undecided", agreement, confidence, doubts: [{ about: "answer", leaders }], ...shown };
};
