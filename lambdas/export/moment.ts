import { CLOCK_SKEW_MS_MAX, HANDLER_TIMEOUT_MS_MAX } from "../../core/assignment.ts";
import { type Endpoint, endpoints } from "../endpoints.ts";

/** Endpoints that stamp a moment on what they write: answers, reviews, replacements, and what people say to each other. */
const ACCEPTING: readonly Endpoint[] = [
  endpoints.submit,
  endpoints.reviewItem,
  endpoints.reopenItem,
  endpoints.resolveReplacement,
  endpoints.propose,
  endpoints.secondProposal,
  endpoints.withdrawProposal,
  endpoints.answerProposal,
  endpoints.decideProposal,
  endpoints.openThread,
  endpoints.replyInThread,
  endpoints.hideWord,
  endpoints.answerAsInstructions,
  endpoints.updateProject,
  endpoints.stateUse,
];
const ACCEPTING_MS_MAX = Math.max(...ACCEPTING.map(({ timeoutSeconds = 15 }) => timeoutSeconds)) * 1000;

/**
 * How long after its moment an export begins to read. A handler that accepted something by then has stored it or has
 * been stopped: it runs no longer than its timeout, and its clock differs by no more than the skew. So the moment of an
 * export can be the moment it was asked for, with every answer that was given before the click.
 */
export const SETTLE_MS = ACCEPTING_MS_MAX + CLOCK_SKEW_MS_MAX;

/**
 * Ingest may take longer than that. An item that was made so shortly before the moment that its row might be written
 * only after the reading is listed if somebody has answered it, and else left for the next export.
 */
export const listedUpTo = (asOfMs: number): number => asOfMs - Math.max(0, HANDLER_TIMEOUT_MS_MAX - ACCEPTING_MS_MAX);
