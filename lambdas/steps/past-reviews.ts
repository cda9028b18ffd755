import type { PastReview } from "../../core/as-of.ts";
import type { Deps } from "../deps.ts";
import type { Review } from "../store/reviews.ts";
import { loadAnswer } from "./large-answers.ts";

/** Reviews with their decisions at hand, the large ones fetched. */
export const pastReviews = (
  deps: Pick<Deps, "bucket" | "config">,
  reviews: readonly Review[],
): Promise<readonly PastReview[]> =>
  Promise.all(
    reviews.map(async (review) => {
      if (review.kind === "reopened" || "decision" in review) return review;
      const stored = { answerSha256: review.decisionSha256, answerBytes: review.decisionBytes };
      return { ...review, decision: await loadAnswer(deps, stored) };
    }),
  );
