import type { ConfidenceTarget, Overlap } from "../project.ts";
import { type ClassCertainty, classCertainty } from "./class-certainty.ts";
import type { KnownSkills } from "./online/known-skills.ts";
import type { Choice, ConsensusResult, CountedAnswer } from "./result.ts";
import { stopOrAsk } from "./stopping/stop-or-ask.ts";
import { knowledgeOf, type StopPolicy } from "./stopping/stop-policy.ts";

/** How sure a decision must be, and how many may be asked for it. */
export interface CertaintyPolicy {
  readonly confidenceTarget: Exclude<ConfidenceTarget, "majority">;
  readonly overlap: Overlap;
}

/** When no more may be asked, three chances in four will do, and how sure it is is told: else every split would wait for a reviewer. */
const ACCEPTED_AT_MOST = 0.75;

/** The stopping rule of a project. Where every item gets the same number of answers, the likeliest stands. */
export const stopPolicyOf = ({ confidenceTarget, overlap }: CertaintyPolicy): StopPolicy => ({
  target: confidenceTarget,
  overlap,
  ...(overlap.min < overlap.max && { acceptAtMax: ACCEPTED_AT_MOST }),
});

/**
 * What the majority came to, seen again by who said it: a choice as sure as the target is decided, whatever its share of
 * votes; one that is not asks for more, as long as more are likely to settle it, and is contested else
 * (stopping/stop-or-ask.ts). What is said of shapes, and the word of two that an item is unusable, are as the majority has them. Before
 * anything is known of anybody (snapshot 0) the majority is all there is.
 */
export const withCertainty = (
  result: ConsensusResult,
  answers: readonly CountedAnswer[],
  policy: CertaintyPolicy,
  skills: KnownSkills,
): ConsensusResult => {
  if (skills.snapshot === 0 || result.state === "unusable") return result;
  const certainty = classCertainty(answers, skills);
  const { winner, standing } = certainty;
  const ids = answers.map(({ annotatorId }) => annotatorId);
  const { kind } = stopOrAsk(standing, stopPolicyOf(policy), knowledgeOf(skills, ids));
  if (winner && kind === "decided") return decided(result, winner, answers, certainty);
  return undecided(result, answers, certainty, kind === "ask");
};

const shareOf = (winner: Choice, answers: readonly CountedAnswer[]): number =>
  answers.filter(({ answer }) =>
    answer.kind === "labelled"
      ? winner.kind === "labelled" && answer.value.classes?.[0] === winner.label
      : answer.kind === winner.kind,
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

/** A majority that is not sure enough: whoever decides by hand sees what it leans to. */
const undecided = (
  result: ConsensusResult,
  answers: readonly CountedAnswer[],
  { winner, confidence }: ClassCertainty,
  asksMore: boolean,
): ConsensusResult => {
  const wouldNotSettle = asksMore ? {} : { wouldNotSettle: true as const };
  if (result.state === "undecided") return { ...result, confidence, ...wouldNotSettle };
  const agreement = winner ? shareOf(winner, answers) : result.agreement;
  const leaders: readonly Choice[] = winner ? [winner] : [];
  const shown = result.state === "agreed" ? { value: result.value, support: result.support } : {};
  const doubts = [{ about: "answer", leaders }] as const;
  return { state: "undecided", agreement, confidence, doubts, ...wouldNotSettle, ...shown };
};
