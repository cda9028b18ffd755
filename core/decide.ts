import type { Answer, Value } from "./annotation.ts";
import { type ConsensusResult, type CountedAnswer, consensusOf, type Skills } from "./consensus/index.ts";
import type { AnnotatorId } from "./ids.ts";
import { type ConsensusSummary, type ItemHeader, overlapFor } from "./item.ts";
import type { Tool } from "./ontology.ts";
import type { Crosswalk } from "./ontology-change/crosswalk.ts";
import type { ConfidenceTarget, Overlap } from "./project.ts";

/** An annotation as far as a decision looks at it. Without `answer` it is a large one that lies in the bucket. */
export interface HeardAnnotation {
  readonly round: number;
  readonly annotatorId: AnnotatorId;
  readonly revision: number;
  readonly counted: boolean;
  readonly answer?: Answer;
}

export interface DecisionPolicy {
  readonly overlap: Overlap;
  readonly tools: readonly Tool[];
  /** @default majority */
  readonly confidenceTarget?: ConfidenceTarget;
  readonly crosswalk?: Crosswalk;
}

/** `answers-wanted`: enough have answered, but a large answer has to be fetched before anything can be decided. */
export type Decision =
  | { readonly state: "decided"; readonly header: ItemHeader }
  | { readonly state: "answers-wanted" };

/**
 * The next header, from the annotations alone: the same for any order of them, and again the same when run again. Too
 * few answers leave the item open; undecided answers ask for one more until the project's maximum, or until more would not
 * settle it; then it is contested. One person's word that it cannot be used asks for a second, also beyond that maximum.
 * Claims stay until their holder has answered, in whatever state the item is. A review stands until the item is
 * re-opened; a rejected or replaced item stays what it is.
 */
export const decide = (
  header: ItemHeader,
  annotations: readonly HeardAnnotation[],
  policy: DecisionPolicy,
  skills: Skills,
): Decision => {
  const inRound = annotations.filter(({ round }) => round === header.round);
  const current = currentCounted(inRound);
  const heard = new Set(inRound.map(({ annotatorId }) => annotatorId));
  const { doubted: _, ...lasting } = header;
  const next: ItemHeader = {
    ...lasting,
    ...(current.some(({ answer }) => answer?.kind === "unusable") && { doubted: true }),
    claims: claimsWithout(header.claims, (annotatorId) => heard.has(annotatorId)),
    answeredBy: current.map(({ annotatorId }) => annotatorId),
  };
  if (isOutOfUse(header) || header.consensus?.reviewed) return { state: "decided", header: next };

  const overlap = overlapFor(next, policy.overlap);
  if (current.length < overlap.min) return asksFor(next, overlap.min);
  const answers = resolved(current);
  if (!answers) return { state: "answers-wanted" };
  const result = consensusOf(answers, policy, skills);
  const asksOn = result.state === "undecided" && !result.wouldNotSettle && current.length < overlap.max;
  if (asksOn) return asksFor({ ...next, snapshot: skills.snapshot }, current.length + 1);
  const consensus = summaryOf(result);
  const overlapWanted = Math.min(overlap.max, Math.max(overlap.min, current.length));
  return {
    state: "decided",
    header: { ...next, state: consensus.state, consensus, overlapWanted, snapshot: skills.snapshot },
  };
};

/** What counts in a round: of each annotator the highest counted revision, in order of their ids. */
export const currentCounted = <One extends HeardAnnotation>(inRound: readonly One[]): readonly One[] => {
  const current = new Map<AnnotatorId, One>();
  for (const one of inRound) {
    const before = current.get(one.annotatorId);
    if (one.counted && (!before || before.revision < one.revision)) current.set(one.annotatorId, one);
  }
  return [...current.values()].sort((a, b) => (a.annotatorId < b.annotatorId ? -1 : 1));
};

/** The header without the claims of some annotators. */
export const claimsWithout = (
  claims: ItemHeader["claims"],
  isDropped: (annotatorId: AnnotatorId, token: string) => boolean,
): ItemHeader["claims"] =>
  Object.fromEntries(
    Object.entries(claims).filter(([annotator, token]) => !isDropped(annotator as AnnotatorId, token)),
  );

/** What the annotators of a summary's state say in short. Exports decide again from the annotations, so this may be small. */
export const summaryOf = (result: ConsensusResult): ConsensusSummary => {
  const { agreement, confidence } = result;
  const sure = { agreement, ...(confidence !== undefined && { confidence }) };
  if (result.state === "undecided") return { state: "contested", ...sure };
  return { state: result.state, ...sure, ...(result.state === "agreed" && valueInShort(result.value)) };
};

/** The part of a value that a header carries: labels fit it, thousands of shapes would not. */
export const valueInShort = ({ classes, shapes }: Value): Pick<ConsensusSummary, "classes" | "shapeCount"> => ({
  ...(classes && { classes }),
  ...(shapes && { shapeCount: shapes.length }),
});

const isOutOfUse = ({ state }: ItemHeader): boolean => state === "rejected" || state === "replaced";

const asksFor = ({ consensus: _, ...header }: ItemHeader, overlapWanted: number): Decision => ({
  state: "decided",
  header: { ...header, state: "open", overlapWanted },
});

const resolved = (current: readonly HeardAnnotation[]): readonly CountedAnswer[] | undefined => {
  const answers = current.flatMap(({ annotatorId, answer }) => (answer ? [{ annotatorId, answer }] : []));
  return answers.length === current.length ? answers : undefined;
};
