import type { Answer } from "../../core/annotation.ts";
import type { ItemHeader } from "../../core/item.ts";
import type { Deps } from "../deps.ts";
import { type Review, reviews } from "../store/reviews.ts";
import { loadAnswer } from "./large-answers.ts";

/** What a reviewer decided for an item's round; nothing where the answers under it decide. */
export const settledAnswer = async (
  deps: Pick<Deps, "table" | "bucket" | "config">,
  header: ItemHeader,
): Promise<Answer | undefined> => {
  if (!header.consensus?.reviewed) return undefined;
  return decisionInForce(deps, header, await reviews(deps).ofItem(header.projectId, header.itemId));
};

/** The same, of reviews that are at hand: the newest decision of the round. */
export const decisionInForce = async (
  deps: Pick<Deps, "bucket" | "config">,
  { consensus, round }: Pick<ItemHeader, "consensus" | "round">,
  reviewed: readonly Review[],
): Promise<Answer | undefined> => {
  if (!consensus?.reviewed) return undefined;
  const last = reviewed.findLast((review) => review.kind === "decided" && review.round === round);
  return last && decisionOf(deps, last);
};

/** What one review decided, fetched if it is large. A re-opening decides nothing. */
export const decisionOf = async (
  deps: Pick<Deps, "bucket" | "config">,
  review: Review,
): Promise<Answer | undefined> => {
  if (review.kind !== "decided") return undefined;
  return "decision" in review
    ? review.decision
    : loadAnswer(deps, { answerSha256: review.decisionSha256, answerBytes: review.decisionBytes });
};
