import { isMajority } from "../tally.ts";
import type { Knowledge, Standing, StopPolicy } from "./stop-policy.ts";
import { worthOfAsking } from "./worth-of-asking.ts";

/** Why an item is decided, asked again or contested: said on the page in the reader's language. */
export type StopReason =
  /** The confidence reaches the target. */
  | "sure"
  /** No more may be asked, and what there is will do. */
  | "sure_enough_at_max"
  /** Everyone is held alike, and more than half say so. */
  | "majority"
  /** Fewer answers than every item gets. */
  | "first_answers"
  /** Somebody who answered is not known well enough to rely on two. */
  | "annotators_new"
  /** One more is likely enough to settle it. */
  | "may_settle"
  /** Everyone is held alike, and no label has more than half. */
  | "no_majority"
  /** More answers are not likely to settle it for what they cost. */
  | "would_not_settle"
  /** No more may be asked. */
  | "at_max";

export interface StopDecision {
  readonly kind: "decided" | "ask" | "contested";
  /** Of the likeliest outcome. */
  readonly confidence: number;
  readonly reason: StopReason;
}

/** Two answers do only where everyone who gave them has answered so often. */
const KNOWN_FROM = 20;
const ANSWERS_LEAST = 2;
const ANSWERS_OF_NEW = 3;
const REVIEW_WORTH = 25;

/**
 * Whether an item is decided, wants one more answer, or is contested. In this order:
 *
 * 1. Too few answers: ask. At least `overlap.min` and two; three until all who answered are known (twenty answers).
 *    Never more than `overlap.max`.
 * 2. The likeliest outcome reaches the target, alone: decided.
 * 3. `overlap.max` is reached: decided if `acceptAtMax` is reached, alone, else contested.
 * 4. One more is worth its cost (worth-of-asking.ts): ask. Else contested early, for a reviewer.
 *
 * Under snapshot 0 confidence means nothing yet: then from `overlap.min` answers more than half decide, no more may be
 * asked beyond `overlap.max`, and ties never decide. A pure function: the same for any order of the answers.
 */
export const stopOrAsk = (standing: Standing, policy: StopPolicy, knowledge: Knowledge): StopDecision => {
  const { min, max } = policy.overlap;
  const { answers, winner, isTied } = standing;
  const confidence = standing.probabilities[winner] ?? 0;
  const say = (kind: StopDecision["kind"], reason: StopReason): StopDecision => ({ kind, confidence, reason });

  if (answers < Math.min(min, max)) return say("ask", "first_answers");
  if (knowledge.snapshot === 0) {
    if (isMajority(standing.votes[winner] ?? 0, answers)) return say("decided", "majority");
    return answers < max ? say("ask", "no_majority") : say("contested", "at_max");
  }
  const least = knowledge.fewestAnswers < KNOWN_FROM ? ANSWERS_OF_NEW : ANSWERS_LEAST;
  if (answers < Math.min(ANSWERS_LEAST, max)) return say("ask", "first_answers");
  if (answers < Math.min(least, max)) return say("ask", "annotators_new");

  const acceptAtMax = policy.acceptAtMax ?? (min === max ? 0.5 : policy.target);
  if (!isTied && confidence >= policy.target) return say("decided", "sure");
  if (answers >= max) {
    const isAccepted = !isTied && confidence >= acceptAtMax;
    return isAccepted ? say("decided", "sure_enough_at_max") : say("contested", "at_max");
  }
  if (knowledge.fewestAnswers < KNOWN_FROM) return say("ask", "annotators_new");
  const cost = 1 / (policy.reviewWorth ?? REVIEW_WORTH);
  const worth = worthOfAsking(standing, knowledge, { target: policy.target, acceptAtMax, answersMax: max, cost });
  return worth > 0 ? say("ask", "may_settle") : say("contested", "would_not_settle");
};
