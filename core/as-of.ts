import type { Answer } from "./annotation.ts";
import { type ConsensusResult, consensusOf, type Skills } from "./consensus/index.ts";
import { currentCounted, type DecisionPolicy, decide } from "./decide.ts";
import type { Outcome } from "./formats/exported-item.ts";
import type { AnnotatorId } from "./ids.ts";
import type { ItemHeader } from "./item.ts";
import { countsAs, STRAIGHT } from "./ontology-change/crosswalk.ts";

/** An annotation with its answer, as far as a look back needs it. */
export interface AcceptedAnnotation {
  readonly round: number;
  readonly annotatorId: AnnotatorId;
  readonly revision: number;
  readonly counted: boolean;
  readonly acceptedAtMs: number;
  readonly answer: Answer;
}

/** What a reviewer did: settled a round, or re-opened the item, which ended that round. */
export type PastReview = {
  /** A ULID: the newest of a round is the one in force. */
  readonly reviewId: string;
  readonly round: number;
  readonly atMs: number;
} & ({ readonly kind: "decided"; readonly decision: Answer } | { readonly kind: "reopened" });

/** An item as it stood at a moment. */
export interface ItemAsOf<One extends AcceptedAnnotation> {
  readonly round: number;
  readonly outcome: Outcome;
  readonly reviewed: boolean;
  /** Accepted by then, in the order given. `current`: the highest revision of its author in its round, by then. */
  readonly annotations: readonly (One & { readonly current: boolean })[];
}

/**
 * Decides an item from what had been accepted by a moment, never from its header, which tells of now: the same moment
 * gives the same outcome whenever it is asked. What was accepted at that very millisecond is in.
 */
export const itemAsOf = <One extends AcceptedAnnotation>(
  header: ItemHeader,
  annotations: readonly One[],
  reviews: readonly PastReview[],
  asOfMs: number,
  policy: DecisionPolicy,
  skills: Skills,
): ItemAsOf<One> => {
  const accepted = annotations.filter(({ acceptedAtMs }) => acceptedAtMs <= asOfMs);
  const past = reviews.filter(({ atMs }) => atMs <= asOfMs);
  const round = roundOf(accepted, past);
  const said = { round, annotations: withCurrent(accepted) };
  const outOfUse = outOfUseAsOf(header, asOfMs);
  if (outOfUse) return { ...said, outcome: outOfUse, reviewed: false };
  const decision = settledIn(round, past);
  if (decision) {
    const counted = countsAs(decision, policy.crosswalk ?? STRAIGHT);
    return { ...said, outcome: settledOutcome(counted), reviewed: true };
  }
  return { ...said, outcome: decidedOutcome(header, accepted, round, policy, skills), reviewed: false };
};

/** What learning reads of an item as of a moment: the votes of its round by then, and what a reviewer made of them. */
export interface VotesAsOf<One extends AcceptedAnnotation> {
  readonly votes: readonly One[];
  readonly settled?: Answer;
}

/** `undefined` for an item that is out of use. */
export const votesAsOf = <One extends AcceptedAnnotation>(
  header: ItemHeader,
  annotations: readonly One[],
  reviews: readonly PastReview[],
  asOfMs: number,
): VotesAsOf<One> | undefined => {
  if (outOfUseAsOf(header, asOfMs)) return undefined;
  const accepted = annotations.filter(({ acceptedAtMs }) => acceptedAtMs <= asOfMs);
  const past = reviews.filter(({ atMs }) => atMs <= asOfMs);
  const round = roundOf(accepted, past);
  const settled = settledIn(round, past);
  return { votes: currentCounted(accepted.filter((one) => one.round === round)), ...(settled && { settled }) };
};

/** A round begins when the one before is re-opened; an answer or a review in it shows that it had begun. */
const roundOf = (accepted: readonly AcceptedAnnotation[], past: readonly PastReview[]): number =>
  Math.max(
    1,
    ...accepted.map(({ round }) => round),
    ...past.map(({ round, kind }) => (kind === "reopened" ? round + 1 : round)),
  );

const withCurrent = <One extends AcceptedAnnotation>(accepted: readonly One[]) => {
  const highest = new Map<string, number>();
  const keyOf = ({ round, annotatorId }: One): string => `${round} ${annotatorId}`;
  for (const one of accepted) highest.set(keyOf(one), Math.max(one.revision, highest.get(keyOf(one)) ?? 0));
  return accepted.map((one) => ({ ...one, current: one.revision === highest.get(keyOf(one)) }));
};

const outOfUseAsOf = ({ state, rejection, replacedAtMs = 0 }: ItemHeader, asOfMs: number): Outcome | undefined => {
  if (state === "rejected") {
    return { state: "rejected", code: rejection?.code ?? "unknown", message: rejection?.message ?? "" };
  }
  return state === "replaced" && replacedAtMs <= asOfMs ? { state: "replaced" } : undefined;
};

/** The last word of a reviewer in this round. */
const settledIn = (round: number, past: readonly PastReview[]): Answer | undefined =>
  past
    .flatMap((review) => (review.round === round && review.kind === "decided" ? [review] : []))
    .sort((a, b) => (a.reviewId < b.reviewId ? -1 : 1))
    .at(-1)?.decision;

const settledOutcome = (decision: Answer): Outcome =>
  decision.kind === "labelled" ? { state: "agreed", value: decision.value } : { state: decision.kind };

const decidedOutcome = (
  header: ItemHeader,
  accepted: readonly AcceptedAnnotation[],
  round: number,
  policy: DecisionPolicy,
  skills: Skills,
): Outcome => {
  // What the header says of now is put aside; what is left of it is the item's name.
  const { consensus: _, ...item } = header;
  const atFirst: ItemHeader = { ...item, round, state: "open", overlapWanted: 0, claims: {}, answeredBy: [] };
  const decision = decide(atFirst, accepted, policy, skills);
  if (decision.state !== "decided") throw new Error("every answer is at hand");
  const { state } = decision.header;
  const votes = currentCounted(accepted.filter((one) => one.round === round));
  const result = consensusOf(votes, policy, skills);
  if (state === "agreed" && result.state === "agreed") return agreedOutcome(result);
  if (state === "open" || state === "contested") return { state, ...sureness(result) };
  if (state === result.state && state !== "agreed") return { state, ...sureness(result) };
  throw new Error(`the decision says ${state}, its consensus ${result.state}`);
};

const sureness = ({ agreement, confidence }: ConsensusResult) => ({
  agreement,
  ...(confidence !== undefined && { confidence }),
});

const agreedOutcome = (result: Extract<ConsensusResult, { state: "agreed" }>): Outcome => ({
  state: "agreed",
  ...sureness(result),
  value: result.value,
  ...(result.value.shapes && {
    behind: result.support.shapes.map(({ shape, annotators }) => ({ shape, answers: annotators.length })),
  }),
});
